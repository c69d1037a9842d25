package io.nephele.services.s3.checksums;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import io.nephele.wire.checksum.ChecksumAlgorithm;
import io.nephele.wire.checksum.ChecksumDigest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects have XXHash checksums, which the SDK for Java does not compute by itself. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class XxHashTest {
  private static final String TEXT = "123456789";

  @Inject S3Client s3;
  @Inject URI endpoint;

  private static byte[] digest(ChecksumAlgorithm algorithm, byte[] bytes) {
    ChecksumDigest digest = algorithm.start();
    digest.update(bytes, 0, bytes.length);
    return digest.value();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @ParameterizedTest
  @EnumSource(names = {"XXHASH64", "XXHASH3", "XXHASH128"})
  void objectsAndUploadsAreCheckedAndTellTheirChecksum(ChecksumAlgorithm algorithm)
      throws IOException, InterruptedException {
    s3.createBucket(b -> b.bucket("hashes"));
    byte[] value = digest(algorithm, TEXT.getBytes(StandardCharsets.US_ASCII));
    try (RawS3 raw = new RawS3(endpoint)) {
      assertThat(put(raw, "/hashes/k", algorithm.header(), base64(value)).statusCode())
          .isEqualTo(200);
      value[0]++;
      HttpResponse<String> wrong = put(raw, "/hashes/k2", algorithm.header(), base64(value));
      value[0]--;
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body()).contains("BadDigest", algorithm.name());
      HttpResponse<String> read = get(raw, "/hashes/k");
      assertThat(read.body()).isEqualTo(TEXT);
      assertThat(read.headers().firstValue(algorithm.header())).hasValue(base64(value));
      assertThat(read.headers().firstValue("x-amz-checksum-type")).hasValue("FULL_OBJECT");

      String id =
          s3.createMultipartUpload(
                  b -> b.bucket("hashes").key("parts").checksumAlgorithm(algorithm.name()))
              .uploadId();
      String part = "/hashes/parts?partNumber=1&uploadId=" + id;
      String eTag =
          put(raw, part, algorithm.header(), base64(value)).headers().firstValue("ETag").orElse("");
      HttpResponse<String> done =
          raw.send(
              HttpRequest.newBuilder(raw.signed("POST", "/hashes/parts?uploadId=" + id))
                  .POST(
                      BodyPublishers.ofString(
                          "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
                              + eTag
                              + "</ETag><Checksum"
                              + algorithm
                              + ">"
                              + base64(value)
                              + "</Checksum"
                              + algorithm
                              + "></Part></CompleteMultipartUpload>"))
                  .build());
      String composite = base64(digest(algorithm, value)) + "-1";
      assertThat(done.body()).contains("<Checksum" + algorithm + ">" + composite + "<");
      HttpResponse<String> whole = get(raw, "/hashes/parts");
      assertThat(whole.headers().firstValue(algorithm.header())).hasValue(composite);
      assertThat(whole.headers().firstValue("x-amz-checksum-type")).hasValue("COMPOSITE");
    }
  }

  private static HttpResponse<String> put(RawS3 raw, String path, String header, String value)
      throws IOException, InterruptedException {
    return raw.send(
        HttpRequest.newBuilder(raw.signed("PUT", path))
            .header(header, value)
            .PUT(BodyPublishers.ofString(TEXT))
            .build());
  }

  private static HttpResponse<String> get(RawS3 raw, String path)
      throws IOException, InterruptedException {
    return raw.send(
        HttpRequest.newBuilder(raw.signed("GET", path))
            .header("x-amz-checksum-mode", "ENABLED")
            .build());
  }
}
