package io.nephele.services.s3.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.wire.checksum.ChecksumDigest;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Objects that were uploaded in parts have checksums. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MultipartChecksumTest {
  private static final String BUCKET = "checksum-bucket";
  private static final int FIRST = 5 << 20;

  @Inject Nephele nephele;
  @Inject S3Client s3;
  private final byte[] whole = new byte[FIRST + 777];

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
    new Random(3).nextBytes(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "CRC32, FULL_OBJECT",
    "CRC32C, FULL_OBJECT",
    "CRC32, COMPOSITE",
    "CRC32C, COMPOSITE",
    "SHA1, COMPOSITE",
    "SHA256, COMPOSITE",
  })
  void theChecksumIsOfTheWholeOrOfTheParts(String algorithm, String type) {
    CreateMultipartUploadResponse begun =
        s3.createMultipartUpload(
            b -> b.bucket(BUCKET).key("k").checksumAlgorithm(algorithm).checksumType(type));
    assertThat(begun.checksumAlgorithmAsString()).isEqualTo(algorithm);
    assertThat(begun.checksumTypeAsString()).isEqualTo(type);
    CompletedPart first = upload(s3, begun.uploadId(), 1, 0, FIRST, algorithm);
    CompletedPart second = upload(s3, begun.uploadId(), 2, FIRST, whole.length, algorithm);
    ListPartsResponse parts =
        s3.listParts(b -> b.bucket(BUCKET).key("k").uploadId(begun.uploadId()));
    assertThat(parts.checksumTypeAsString()).isEqualTo(type);
    assertThat(text(parts.parts().getFirst().toString(), algorithm))
        .isEqualTo(digest(algorithm, Arrays.copyOf(whole, FIRST)));

    CompleteMultipartUploadResponse done =
        s3.completeMultipartUpload(
            b ->
                b.bucket(BUCKET)
                    .key("k")
                    .uploadId(begun.uploadId())
                    .multipartUpload(u -> u.parts(first, second)));
    String expected = type.equals("COMPOSITE") ? composite(algorithm) : digest(algorithm, whole);
    assertThat(text(done.toString(), algorithm)).isEqualTo(expected);
    assertThat(done.checksumTypeAsString()).isEqualTo(type);
    HeadObjectResponse head =
        s3.headObject(b -> b.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED));
    assertThat(text(head.toString(), algorithm)).isEqualTo(expected);
    assertThat(head.checksumTypeAsString()).isEqualTo(type);
    String part =
        s3.headObject(
                b -> b.bucket(BUCKET).key("k").partNumber(2).checksumMode(ChecksumMode.ENABLED))
            .toString();
    if (type.equals("COMPOSITE")) {
      assertThat(text(part, algorithm))
          .isEqualTo(digest(algorithm, Arrays.copyOfRange(whole, FIRST, whole.length)));
      assertThat(
              s3.getObjectAttributes(
                      b -> b.bucket(BUCKET).key("k").objectAttributes(ObjectAttributes.CHECKSUM))
                  .checksum()
                  .toString())
          .contains(expected.replace("-2", ""))
          .doesNotContain("-2");
    } else {
      assertThat(part).doesNotContain("Checksum" + algorithm);
    }
    // The SDK checks what it can.
    assertThat(
            Arrays.equals(
                s3.getObjectAsBytes(
                        b -> b.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED))
                    .asByteArray(),
                whole))
        .isTrue();
  }

  @Test
  void withoutWordItIsCrc64OfTheWhole() {
    try (S3Client silent = silent()) {
      String id = silent.createMultipartUpload(b -> b.bucket(BUCKET).key("k")).uploadId();
      UploadPartResponse first =
          silent.uploadPart(
              b -> b.bucket(BUCKET).key("k").uploadId(id).partNumber(1),
              RequestBody.fromBytes(Arrays.copyOf(whole, FIRST)));
      assertThat(first.checksumCRC64NVME())
          .isEqualTo(digest("CRC64NVME", Arrays.copyOf(whole, FIRST)));
      UploadPartResponse second =
          silent.uploadPart(
              b -> b.bucket(BUCKET).key("k").uploadId(id).partNumber(2),
              RequestBody.fromBytes(Arrays.copyOfRange(whole, FIRST, whole.length)));
      CompleteMultipartUploadResponse done =
          silent.completeMultipartUpload(
              b ->
                  b.bucket(BUCKET)
                      .key("k")
                      .uploadId(id)
                      .multipartUpload(
                          u -> u.parts(part(1, first.eTag()), part(2, second.eTag()))));
      assertThat(done.checksumCRC64NVME()).isEqualTo(digest("CRC64NVME", whole));
      assertThat(done.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused(
        "InvalidRequest", "cannot be used with the sha256", () -> begin("SHA256", "FULL_OBJECT"));
    refused(
        "InvalidRequest",
        "cannot be used with the crc64nvme",
        () -> begin("CRC64NVME", "COMPOSITE"));
    refused("InvalidRequest", "only be used with", () -> begin(null, "COMPOSITE"));
    refused("InvalidRequest", "x-amz-checksum-type header is invalid", () -> begin("CRC32", "NO"));
    refused("InvalidRequest", "unsupported", () -> begin("CRC16", null));

    String id = begin("SHA256", null);
    refused(
        "InvalidRequest",
        "expected checksum Type: sha256, actual checksum Type: crc32",
        () -> upload(s3, id, 1, 0, 10, "CRC32"));
    try (S3Client silent = silent()) {
      refused(
          "InvalidRequest",
          "expected checksum Type: sha256, actual checksum Type: null",
          () ->
              silent.uploadPart(
                  b -> b.bucket(BUCKET).key("k").uploadId(id).partNumber(1),
                  RequestBody.fromString("x")));
    }
    CompletedPart part = upload(s3, id, 1, 0, 10, "SHA256");
    refused(
        "InvalidRequest",
        "It was missing for part 1 in the request.",
        () -> complete(id, part(1, part.eTag()), null));
    refused(
        "InvalidPart",
        "could not be found",
        () -> complete(id, part.toBuilder().checksumSHA256("AAAA").build(), null));
    refused("BadDigest", "The sha256 you specified", () -> complete(id, part, "AAAA"));
    assertThat(complete(id, part, null).checksumSHA256()).endsWith("-1");
  }

  private String begin(String algorithm, String type) {
    return s3.createMultipartUpload(
            b -> b.bucket(BUCKET).key("k").checksumAlgorithm(algorithm).checksumType(type))
        .uploadId();
  }

  private CompleteMultipartUploadResponse complete(String id, CompletedPart part, String sha256) {
    return s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .uploadId(id)
                .checksumSHA256(sha256)
                .multipartUpload(u -> u.parts(part)));
  }

  private static CompletedPart part(int number, String eTag) {
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  private CompletedPart upload(
      S3Client client, String id, int number, int from, int to, String algorithm) {
    UploadPartResponse done =
        client.uploadPart(
            b ->
                b.bucket(BUCKET)
                    .key("k")
                    .uploadId(id)
                    .partNumber(number)
                    .checksumAlgorithm(ChecksumAlgorithm.fromValue(algorithm)),
            RequestBody.fromBytes(Arrays.copyOfRange(whole, from, to)));
    return part(number, done.eTag()).toBuilder()
        .checksumCRC32(done.checksumCRC32())
        .checksumCRC32C(done.checksumCRC32C())
        .checksumCRC64NVME(done.checksumCRC64NVME())
        .checksumSHA1(done.checksumSHA1())
        .checksumSHA256(done.checksumSHA256())
        .build();
  }

  /** A client that sends no checksums of its own accord. */
  private S3Client silent() {
    return S3Client.builder()
        .endpointOverride(URI.create(nephele.endpoint().toString()))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("000000000000", "test")))
        .build();
  }

  /** The value of the one checksum that a response's text tells. */
  private static String text(String response, String algorithm) {
    String name = "Checksum" + algorithm + "=";
    int start = response.indexOf(name) + name.length();
    assertThat(start).isGreaterThan(name.length());
    int end = start;
    while (",)".indexOf(response.charAt(end)) < 0) {
      end++;
    }
    return response.substring(start, end);
  }

  private String composite(String algorithm) {
    byte[] first = raw(algorithm, Arrays.copyOf(whole, FIRST));
    byte[] second = raw(algorithm, Arrays.copyOfRange(whole, FIRST, whole.length));
    byte[] both = Arrays.copyOf(first, 2 * first.length);
    System.arraycopy(second, 0, both, first.length, first.length);
    return digest(algorithm, both) + "-2";
  }

  private static String digest(String algorithm, byte[] bytes) {
    return Base64.getEncoder().encodeToString(raw(algorithm, bytes));
  }

  private static byte[] raw(String algorithm, byte[] bytes) {
    ChecksumDigest digest = io.nephele.wire.checksum.ChecksumAlgorithm.valueOf(algorithm).start();
    digest.update(bytes, 0, bytes.length);
    return digest.value();
  }

  private static void refused(String code, String text, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).contains(text);
            });
  }
}
