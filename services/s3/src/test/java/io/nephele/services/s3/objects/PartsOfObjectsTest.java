package io.nephele.services.s3.objects;

import static io.nephele.services.s3.objects.Refusals.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Objects that were uploaded in parts, read and copied. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PartsOfObjectsTest {
  private static final String BUCKET = "parts-of-objects";
  private static final int FIRST = 5 << 20;

  @Inject S3Client s3;

  private final byte[] body = new byte[FIRST + 1000];

  @BeforeEach
  void upload() {
    new Random(5).nextBytes(body);
    s3.createBucket(b -> b.bucket(BUCKET));
    String id =
        s3.createMultipartUpload(
                b ->
                    b.bucket(BUCKET)
                        .key("k")
                        .contentType("text/plain")
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    CompletedPart first = part(id, 1, Arrays.copyOf(body, FIRST));
    CompletedPart second = part(id, 2, Arrays.copyOfRange(body, FIRST, body.length));
    s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .uploadId(id)
                .multipartUpload(u -> u.parts(List.of(first, second))));
  }

  private CompletedPart part(String id, int number, byte[] bytes) {
    UploadPartResponse sent =
        s3.uploadPart(
            b ->
                b.bucket(BUCKET)
                    .key("k")
                    .uploadId(id)
                    .partNumber(number)
                    .checksumAlgorithm(ChecksumAlgorithm.SHA256),
            RequestBody.fromBytes(bytes));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(sent.eTag())
        .checksumSHA256(sent.checksumSHA256())
        .build();
  }

  @Test
  void rangesAreTheSameBytesWhateverPartsTheyAreIn() {
    int end = body.length;
    int[][] ranges = {
      {0, 9}, {FIRST - 1, FIRST - 1}, {FIRST, FIRST}, {FIRST - 5, FIRST + 5}, {end - 3, end - 1}
    };
    for (int[] range : ranges) {
      assertThat(bytes("bytes=" + range[0] + "-" + range[1]))
          .isEqualTo(Arrays.copyOfRange(body, range[0], range[1] + 1));
    }
    assertThat(bytes("bytes=-7")).isEqualTo(Arrays.copyOfRange(body, end - 7, end));
    assertThat(bytes("bytes=" + (FIRST + 1) + "-"))
        .isEqualTo(Arrays.copyOfRange(body, FIRST + 1, end));
    // Parts of other sizes and with gaps between their numbers.
    String id =
        s3.createMultipartUpload(
                b -> b.bucket(BUCKET).key("k").checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    CompletedPart first = part(id, 2, Arrays.copyOf(body, FIRST));
    CompletedPart second = part(id, 7, body);
    s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .uploadId(id)
                .multipartUpload(u -> u.parts(List.of(first, second))));
    assertThat(bytes("bytes=" + (2 * FIRST) + "-" + (2 * FIRST + 9)))
        .isEqualTo(Arrays.copyOfRange(body, FIRST, FIRST + 10));
  }

  private byte[] bytes(String range) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").range(range)).asByteArray();
  }

  @Test
  @Fact("s3-067")
  void aPartIsReadByItsNumber() {
    ResponseBytes<GetObjectResponse> second =
        s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").partNumber(2));
    assertThat(second.asByteArray()).isEqualTo(Arrays.copyOfRange(body, FIRST, body.length));
    assertThat(second.response().partsCount()).isEqualTo(2);
    assertThat(second.response().contentRange())
        .isEqualTo("bytes " + FIRST + "-" + (FIRST + 999) + "/" + body.length);
    HeadObjectResponse first = s3.headObject(b -> b.bucket(BUCKET).key("k").partNumber(1));
    assertThat(first.contentLength()).isEqualTo(FIRST);
    assertThat(first.partsCount()).isEqualTo(2);
    isRefused(
        () -> s3.getObject(b -> b.bucket(BUCKET).key("k").partNumber(3)), 416, "InvalidPartNumber");
    // Over the border of the parts.
    assertThat(
            s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").range("bytes=5242870-5242890"))
                .asByteArray())
        .isEqualTo(Arrays.copyOfRange(body, 5242870, 5242891));
  }

  @Test
  void attributesAreToldThatAreAskedFor() {
    GetObjectAttributesResponse all =
        s3.getObjectAttributes(
            b ->
                b.bucket(BUCKET)
                    .key("k")
                    .maxParts(1)
                    .objectAttributes(
                        ObjectAttributes.E_TAG,
                        ObjectAttributes.CHECKSUM,
                        ObjectAttributes.OBJECT_PARTS,
                        ObjectAttributes.STORAGE_CLASS,
                        ObjectAttributes.OBJECT_SIZE));
    assertThat(all.eTag()).hasSize(34).endsWith("-2");
    assertThat(all.objectSize()).isEqualTo(body.length);
    assertThat(all.storageClassAsString()).isEqualTo("STANDARD");
    assertThat(all.checksum().checksumSHA256()).hasSize(44).doesNotContain("-");
    assertThat(all.checksum().checksumTypeAsString()).isEqualTo("COMPOSITE");
    assertThat(all.objectParts().totalPartsCount()).isEqualTo(2);
    assertThat(all.objectParts().isTruncated()).isTrue();
    assertThat(all.objectParts().parts()).hasSize(1);
    assertThat(all.objectParts().parts().getFirst().size()).isEqualTo(FIRST);
    GetObjectAttributesResponse rest =
        s3.getObjectAttributes(
            b ->
                b.bucket(BUCKET)
                    .key("k")
                    .partNumberMarker(all.objectParts().nextPartNumberMarker())
                    .objectAttributes(ObjectAttributes.OBJECT_PARTS));
    assertThat(rest.eTag()).isNull();
    assertThat(rest.objectParts().isTruncated()).isFalse();
    assertThat(rest.objectParts().parts().getFirst().partNumber()).isEqualTo(2);
    isRefused(
        () ->
            s3.getObjectAttributes(
                b -> b.bucket(BUCKET).key("k").objectAttributes(List.<ObjectAttributes>of())),
        400,
        "InvalidRequest");
  }

  @Test
  void aCopyIsOnePart() {
    CopyObjectResponse copy =
        s3.copyObject(
            b ->
                b.sourceBucket(BUCKET)
                    .sourceKey("k")
                    .destinationBucket(BUCKET)
                    .destinationKey("copy"));
    assertThat(copy.copyObjectResult().eTag()).hasSize(34).doesNotContain("-");
    ResponseBytes<GetObjectResponse> read = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("copy"));
    assertThat(read.asByteArray()).isEqualTo(body);
    assertThat(read.response().contentType()).isEqualTo("text/plain");
  }
}
