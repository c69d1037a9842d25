package io.nephele.services.s3.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Bodies that do not come whole leave nothing, and those that are damaged are not handed out. */
final class DamagedBodiesTest {
  private static final String BUCKET = "bucket";

  @TempDir Path folder;
  private Nephele nephele;
  private S3Client s3;

  @BeforeEach
  void start() {
    nephele = Nephele.builder().store(folder).start();
    s3 = Clients.create(S3Client.class, nephele.endpoint(), "us-east-1", "000000000000");
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @AfterEach
  void stop() {
    s3.close();
    nephele.close();
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws IOException {
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("before"));
    for (int sent : new int[] {0, 10, 100_000, 400_000}) {
      assertThat(breakOff("/" + BUCKET + "/k", 500_000, sent)).doesNotContain("200 OK");
    }
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("m")).uploadId();
    breakOff("/" + BUCKET + "/m?partNumber=1&uploadId=" + id, 500_000, 300_000);
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
        .isEqualTo("before");
    assertThat(s3.listParts(b -> b.bucket(BUCKET).key("m").uploadId(id)).parts()).isEmpty();
    assertThat(blobs()).isEmpty();
  }

  @Test
  void noByteOfADamagedPieceIsHandedOut() throws IOException {
    byte[] body = new byte[300_000];
    new Random(1).nextBytes(body);
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromBytes(body));
    Path file = blobs().getFirst();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, 200_000);
      one.put(0, (byte) (one.get(0) ^ 4)).rewind();
      channel.write(one, 200_000);
    }
    assertThatThrownBy(() -> get("bytes=0-299999")).isInstanceOf(SdkException.class);
    assertThatThrownBy(() -> get("bytes=199990-199999")).isInstanceOf(SdkException.class);
    // What is not damaged can still be had.
    assertThat(get("bytes=0-99")).isEqualTo(Arrays.copyOf(body, 100));
    assertThat(get("bytes=299990-")).isEqualTo(Arrays.copyOfRange(body, 299_990, 300_000));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(150_000);
    }
    assertThatThrownBy(() -> get("bytes=0-99")).isInstanceOf(SdkException.class);
  }

  @Test
  void encryptedBytesAreNotTheBytes() throws IOException {
    String text = "findme ".repeat(10_000);
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString(text));
    String stored = Files.readString(blobs().getFirst(), StandardCharsets.ISO_8859_1);
    assertThat(stored).hasSizeGreaterThan(text.length()).doesNotContain("findme");
  }

  private byte[] get(String range) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").range(range)).asByteArray();
  }

  /** The files of bodies, and what is left of those that are not complete. */
  private List<Path> blobs() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && isLarge(file))
          .filter(file -> file.toString().contains("blobs"))
          .toList();
    }
  }

  private static boolean isLarge(Path file) {
    try {
      return Files.size(file) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends only some of the bytes that a request says it has; returns the answer, if any. */
  private String breakOff(String path, int length, int sent) throws IOException {
    URI endpoint = nephele.endpoint();
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "PUT "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: AWS4-HMAC-SHA256"
              + " Credential=000000000000/20260101/us-east-1/s3/aws4_request,"
              + " SignedHeaders=host, Signature=00\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\n"
              + "Content-Length: "
              + length
              + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[sent]);
      out.flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
