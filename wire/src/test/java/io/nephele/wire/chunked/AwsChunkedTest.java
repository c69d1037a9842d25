package io.nephele.wire.chunked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.wire.Requests;
import io.nephele.wire.checksum.CheckedBody;
import io.nephele.wire.checksum.ChecksumAlgorithm;
import io.nephele.wire.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsChunkedTest {
  private static final Operation PUT = Models.bundled().service("s3").operation("PutObject");
  private static final String UNSIGNED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

  private static HttpRequest request(String form, long length, String body, String... more) {
    HttpRequest request =
        Requests.of(
            "PUT",
            "/b/k",
            body.getBytes(StandardCharsets.ISO_8859_1),
            "x-amz-content-sha256",
            form,
            "Content-Encoding",
            "aws-chunked,gzip",
            "x-amz-decoded-content-length",
            Long.toString(length));
    for (int i = 0; i < more.length; i += 2) {
      request.headers().add(more[i], more[i + 1]);
    }
    return request;
  }

  private static String read(HttpRequest request) throws IOException {
    try (InputStream in = request.body().open()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static HttpRequest decode(HttpRequest request) {
    return AwsChunked.decode(PUT, request, ChunkVerifier.NONE);
  }

  @Test
  void readsUnsignedChunksAndVerifiesTheTrailer() throws IOException {
    HttpRequest decoded =
        decode(
            request(
                UNSIGNED,
                9,
                "4\r\n1234\r\n5\r\n56789\r\n0\r\nx-amz-checksum-crc64nvme:rosUhgp5mIg=\r\n\r\n",
                "x-amz-trailer",
                "x-amz-checksum-crc64nvme"));
    assertThat(decoded.body().length()).isEqualTo(9);
    assertThat(decoded.headers().first("Content-Encoding")).isEqualTo("gzip");
    assertThat(read(decoded)).isEqualTo("123456789");
    assertThat(((CheckedBody) decoded.body()).checksums())
        .containsEntry(ChecksumAlgorithm.CRC64NVME, "rosUhgp5mIg=");
  }

  @Test
  void tellsTheVerifierOfEverySignature() throws IOException {
    String big = "x".repeat(8192);
    List<String> seen = new ArrayList<>();
    ChunkVerifier verifier =
        new ChunkVerifier() {
          private int length;

          @Override
          public void begin(String signature) {
            seen.add(signature);
            length = 0;
          }

          @Override
          public void data(byte[] bytes, int offset, int count) {
            length += count;
          }

          @Override
          public void end() {
            seen.add(Integer.toString(length));
          }

          @Override
          public void trailers(String canonical, String signature) {
            seen.add(canonical + signature);
          }
        };
    HttpRequest decoded =
        AwsChunked.decode(
            PUT,
            request(
                SIGNED + "-TRAILER",
                8195,
                "2000;chunk-signature=aa\r\n"
                    + big
                    + "\r\n3;chunk-signature=bb**\r\nend\r\n0;chunk-signature=cc\r\n"
                    + "x-amz-checksum-crc32:AAAAAA==\nx-amz-trailer-signature:dd\r\n\r\n"),
            verifier);
    assertThat(read(decoded)).isEqualTo(big + "end");
    assertThat(seen)
        .containsExactly("aa", "8192", "bb", "3", "cc", "0", "x-amz-checksum-crc32:AAAAAA==\ndd");
  }

  @ParameterizedTest
  @CsvSource({
    "ffffffffffffffff, InvalidRequest",
    "7fffffffffffffff, InvalidRequest",
    "fffffffffffffff, IncompleteBody",
    "-1, InvalidRequest",
    "0x4, InvalidRequest",
    "zz, InvalidRequest",
    "'', InvalidRequest",
    "5, IncompleteBody",
    "3, InvalidRequest",
    "0, IncompleteBody",
  })
  void refusesWrongSizes(String size, String code) {
    HttpRequest decoded = decode(request(UNSIGNED, 4, size + "\r\n1234\r\n0\r\n\r\n"));
    assertThatThrownBy(() -> read(decoded))
        .isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void refusesWhatIsCutOffOrMalformed() {
    assertFails(request(UNSIGNED, 4, "4\r\n12"), "IncompleteBody");
    assertFails(request(UNSIGNED, 4, "4\r\n1234\r\n"), "IncompleteBody");
    assertFails(request(UNSIGNED, 4, ""), "IncompleteBody");
    assertFails(request(UNSIGNED, 4, "4".repeat(100_000)), "InvalidRequest");
    assertFails(request(SIGNED, 4, "4\r\n1234\r\n0\r\n\r\n"), "InvalidRequest");
    assertFails(
        request(SIGNED, 4, "2;chunk-signature=a\r\n12\r\n2;chunk-signature=b\r\n34\r\n0\r\n\r\n"),
        "InvalidChunkSizeError");
    assertFails(
        request(UNSIGNED, 4, "4\r\n1234\r\n0\r\n\r\n", "x-amz-trailer", "x-amz-checksum-crc32"),
        "MalformedTrailerError");
    assertFails(
        request(UNSIGNED, 4, "4\r\n1234\r\n0\r\nnonsense\r\n\r\n"), "MalformedTrailerError");
    assertFails(
        request(
            UNSIGNED,
            4,
            "4\r\n1234\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
            "x-amz-trailer",
            "x-amz-checksum-crc32"),
        "BadDigest");
  }

  @Test
  void refusesUnknownForms() {
    assertThatThrownBy(() -> decode(request("STREAMING-NONSENSE", 1, "")))
        .isInstanceOf(AwsException.class);
    assertThatThrownBy(() -> decode(request(UNSIGNED, -1, ""))).isInstanceOf(AwsException.class);
  }

  private static void assertFails(HttpRequest request, String code) {
    assertThatThrownBy(() -> read(decode(request)))
        .isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
