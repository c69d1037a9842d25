package io.nephele.services.s3.objects;

import static io.nephele.services.s3.objects.Refusals.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Storage classes, and restores of what is archived on the world's clock. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RestoringTest {
  private static final String BUCKET = "restoring";

  @Inject S3Client s3;
  @Inject VirtualClock clock;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  private void put(String storageClass) {
    s3.putObject(
        b -> b.bucket(BUCKET).key("k").storageClass(storageClass), RequestBody.fromString("cold"));
  }

  private int restore(int days, String tier) {
    return s3.restoreObject(
            b ->
                b.bucket(BUCKET)
                    .key("k")
                    .restoreRequest(r -> r.days(days).glacierJobParameters(g -> g.tier(tier))))
        .sdkHttpResponse()
        .statusCode();
  }

  private HeadObjectResponse head() {
    return s3.headObject(b -> b.bucket(BUCKET).key("k"));
  }

  private String get() {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String();
  }

  @Test
  @Fact({"s3-036", "s3-114", "s3-159", "s3-164"})
  void everyClassIsToldAgain() {
    for (StorageClass known :
        new StorageClass[] {
          StorageClass.REDUCED_REDUNDANCY,
          StorageClass.STANDARD_IA,
          StorageClass.ONEZONE_IA,
          StorageClass.INTELLIGENT_TIERING,
          StorageClass.GLACIER,
          StorageClass.DEEP_ARCHIVE,
          StorageClass.GLACIER_IR
        }) {
      put(known.toString());
      assertThat(head().storageClass()).isEqualTo(known);
    }
    put("STANDARD");
    assertThat(head().storageClass()).isNull();
    isRefused(() -> put("LUKEWARM"), 400, "InvalidStorageClass");
  }

  @ParameterizedTest
  @CsvSource({
    "GLACIER,Expedited,5m",
    "GLACIER,Standard,5h",
    "GLACIER,Bulk,12h",
    "DEEP_ARCHIVE,Standard,12h",
    "DEEP_ARCHIVE,Bulk,48h"
  })
  @Fact({"s3-071", "s3-072", "s3-161", "s3-162"})
  void anArchivedObjectIsReadAfterItsTime(String storageClass, String tier, String time) {
    put(storageClass);
    isRefused(
        this::get,
        403,
        "InvalidObjectState",
        "The operation is not valid for the object's storage class");
    assertThat(restore(2, tier)).isEqualTo(202);
    assertThat(head().restore()).isEqualTo("ongoing-request=\"true\"");
    isRefused(this::get, 403, "InvalidObjectState");
    Duration takes = Duration.parse("PT" + time);
    clock.advance(takes.minusSeconds(1));
    isRefused(this::get, 403, "InvalidObjectState");
    clock.advance(Duration.ofSeconds(1));
    assertThat(head().restore()).startsWith("ongoing-request=\"false\", expiry-date=\"");
    assertThat(head().restore()).endsWith(" 00:00:00 GMT\"");
    assertThat(get()).isEqualTo("cold");
    assertThat(head().storageClass().toString()).isEqualTo(storageClass);
    clock.advance(Duration.ofDays(3));
    isRefused(this::get, 403, "InvalidObjectState");
    assertThat(head().restore()).isNull();
  }

  @Test
  @Fact("s3-163")
  void deepArchivesAreNotExpedited() {
    put("DEEP_ARCHIVE");
    isRefused(() -> restore(1, "Expedited"), 400, "InvalidArgument");
  }

  @Test
  void aRestoreIsHastenedAndProlonged() {
    put("GLACIER");
    assertThat(restore(1, "Bulk")).isEqualTo(202);
    isRefused(() -> restore(1, "Bulk"), 409, "RestoreAlreadyInProgress");
    assertThat(restore(1, "Expedited")).isEqualTo(202);
    clock.advance(Duration.ofMinutes(5));
    assertThat(get()).isEqualTo("cold");
    assertThat(restore(10, "Standard")).isEqualTo(200);
    clock.advance(Duration.ofDays(9));
    assertThat(get()).isEqualTo("cold");
    clock.advance(Duration.ofDays(3));
    isRefused(this::get, 403, "InvalidObjectState");
  }

  @Test
  @Fact("s3-106")
  void archivesAreNotSelectedFromAnyMore() {
    put("GLACIER");
    isRefused(
        () ->
            s3.restoreObject(
                b ->
                    b.bucket(BUCKET)
                        .key("k")
                        .restoreRequest(
                            r ->
                                r.type("SELECT")
                                    .tier("Expedited")
                                    .selectParameters(
                                        p ->
                                            p.inputSerialization(i -> i.csv(c -> {}))
                                                .outputSerialization(o -> o.csv(c -> {}))
                                                .expressionType("SQL")
                                                .expression("select * from s3object")))),
        501,
        "NotImplemented",
        "Nephele does not implement restores that select, which AWS has ended.");
    assertThat(head().restore()).isNull();
  }

  @Test
  void whatIsNotArchivedIsNotRestored() {
    put("STANDARD_IA");
    isRefused(
        () -> restore(1, "Standard"),
        403,
        "InvalidObjectState",
        "Restore is not allowed for the object's current storage class");
    put("GLACIER");
    isRefused(() -> restore(0, "Standard"), 400, "InvalidArgument");
    isRefused(() -> restore(1, "Slow"), 400, "MalformedXML");
    isRefused(
        () ->
            s3.copyObject(
                b ->
                    b.sourceBucket(BUCKET)
                        .sourceKey("k")
                        .destinationBucket(BUCKET)
                        .destinationKey("copy")),
        403,
        "InvalidObjectState",
        "Operation is not valid for the source object's storage class");
  }
}
