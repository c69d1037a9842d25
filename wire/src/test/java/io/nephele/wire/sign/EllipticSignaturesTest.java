package io.nephele.wire.sign;

import static io.nephele.wire.sign.Signing.JSON;
import static io.nephele.wire.sign.Signing.S3;
import static io.nephele.wire.sign.Signing.refused;
import static io.nephele.wire.sign.Signing.verify;
import static io.nephele.wire.sign.Signing.with;
import static io.nephele.wire.sign.Signing.withTarget;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.wire.Requests;
import io.nephele.wire.chunked.AwsChunked;
import io.nephele.wire.http.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures of version 4a: accepted where they are right, refused where anything was altered. */
class EllipticSignaturesTest {
  private static final OwnSigner SERVICE = OwnSigner.service("service").withElliptic();
  private static final OwnSigner OBJECTS = OwnSigner.service("s3").withElliptic();
  private static final Operation PUT = Models.bundled().service("s3").operation("PutObject");

  @ParameterizedTest
  @CsvSource({
    "us-east-1, true",
    "*, true",
    "us-*, true",
    "'eu-west-1,us-east-1', true",
    "eu-*, false",
    "us-east-10, false",
    "'', false"
  })
  void regionSets(String set, boolean accepted) {
    HttpRequest request =
        SERVICE.sign(Requests.of("GET", "/", "X-Amz-Region-Set", set), Hashes.EMPTY);
    HttpRequest object =
        OBJECTS.sign(
            Requests.of(
                "GET", "/b/k", "X-Amz-Region-Set", set, "x-amz-content-sha256", Hashes.EMPTY),
            Hashes.EMPTY);
    if (accepted) {
      assertThat(verify(request, JSON).algorithm()).isEqualTo(SigningAlgorithm.ECDSA);
      verify(object, S3);
    } else {
      assertThat(refused(request, JSON))
          .hasMessage("Credential should be scoped to a valid region. ");
      assertThat(refused(object, S3).code()).isEqualTo("RegionSetMismatch");
    }
  }

  @Test
  void altered() {
    HttpRequest request =
        SERVICE.sign(Requests.of("GET", "/a", "X-Amz-Region-Set", "*"), Hashes.EMPTY);
    verify(request, JSON);
    String code = "InvalidSignatureException";
    assertThat(refused(withTarget(request, "/b", null), JSON).code()).isEqualTo(code);
    assertThat(refused(with(request, "X-Amz-Region-Set", "us-east-1"), JSON).code())
        .isEqualTo(code);
    assertThat(refused(with(request, "X-Amz-Region-Set", null), JSON).code()).isEqualTo(code);
    String authorization = request.headers().first("Authorization");
    int signature = authorization.indexOf("Signature=") + 10;
    for (String other :
        new String[] {"", "00", "zz", "30060201000201", "3006020100020100", "30".repeat(5000)}) {
      HttpRequest forged =
          with(request, "Authorization", authorization.substring(0, signature) + other);
      assertThat(refused(forged, JSON).code()).isIn(code, "IncompleteSignatureException");
    }
    OwnSigner guessed = SERVICE.key(Signing.KEY, "guessed");
    assertThat(
            refused(
                    guessed.sign(Requests.of("GET", "/a", "X-Amz-Region-Set", "*"), Hashes.EMPTY),
                    JSON)
                .code())
        .isEqualTo(code);
  }

  @Test
  void urls() {
    HttpRequest url =
        OBJECTS.presign(
            Requests.of("GET", "/b/k"),
            "UNSIGNED-PAYLOAD",
            "X-Amz-Expires",
            "60",
            "X-Amz-Region-Set",
            "*");
    assertThat(verify(url, S3).kind()).isEqualTo(VerifiedRequest.Kind.PRESIGNED);
    assertThat(refused(withTarget(url, "/b/other", url.query()), S3).code())
        .isEqualTo("SignatureDoesNotMatch");
    HttpRequest setless =
        OBJECTS.presign(Requests.of("GET", "/b/k"), "UNSIGNED-PAYLOAD", "X-Amz-Expires", "60");
    assertThat(refused(setless, S3))
        .hasMessage("SigV4a query auth requires a non empty x-amz-region-set parameter.");
  }

  /** Chunk signatures are padded to one length, and sign the one before without its padding. */
  private static HttpRequest chunked(String first, String second) {
    String payload = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER";
    HttpRequest request =
        OBJECTS.sign(
            Requests.of(
                "PUT",
                "/b/k",
                "X-Amz-Region-Set",
                "*",
                "x-amz-content-sha256",
                payload,
                "Content-Encoding",
                "aws-chunked",
                "x-amz-trailer",
                "x-amz-checksum-crc32",
                "x-amz-decoded-content-length",
                Integer.toString(first.length() + second.length())),
            payload);
    String authorization = request.headers().first("Authorization");
    String seed = authorization.substring(authorization.indexOf("Signature=") + 10);
    StringBuilder body = new StringBuilder();
    String previous = seed;
    for (String chunk : new String[] {first, second, ""}) {
      previous = OBJECTS.chunkSignature(previous, chunk.getBytes(StandardCharsets.US_ASCII));
      body.append(Integer.toHexString(chunk.length()))
          .append(";chunk-signature=")
          .append(padded(previous));
      body.append("\r\n").append(chunk).append(chunk.isEmpty() ? "" : "\r\n");
    }
    String trailer = "x-amz-checksum-crc32:" + crc32(first + second);
    body.append(trailer).append("\r\nx-amz-trailer-signature:");
    body.append(padded(OBJECTS.trailerSignature(previous, trailer + "\n"))).append("\r\n\r\n");
    return request.withBody(Body.of(Bytes.utf8(body.toString())));
  }

  private static String crc32(String text) {
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    byte[] bytes = java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return java.util.Base64.getEncoder().encodeToString(bytes);
  }

  private static String padded(String signature) {
    return signature + "*".repeat(144 - signature.length());
  }

  private static String read(HttpRequest request) throws IOException {
    VerifiedRequest verified = verify(request, S3);
    HttpRequest plain = AwsChunked.decode(PUT, verified.request(), verified.chunks());
    return new String(plain.body().open().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void chunks() throws IOException {
    HttpRequest request = chunked("a".repeat(8192), "b".repeat(100));
    assertThat(read(request)).hasSize(8292);
    String body = new String(request.body().open().readAllBytes(), StandardCharsets.US_ASCII);
    HttpRequest altered = request.withBody(Body.of(Bytes.utf8(body.replace("bbb\r\n", "bbc\r\n"))));
    assertThat(refused(() -> read(altered)).code()).isEqualTo("SignatureDoesNotMatch");
    HttpRequest trailer = request.withBody(Body.of(Bytes.utf8(body.replace("crc32:", "crc32:A"))));
    assertThat(refused(() -> read(trailer)).code()).isEqualTo("SignatureDoesNotMatch");
  }
}
