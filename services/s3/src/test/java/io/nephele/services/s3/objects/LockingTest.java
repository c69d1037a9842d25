package io.nephele.services.s3.objects;

import static io.nephele.services.s3.objects.Refusals.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Retention and legal hold. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class LockingTest {
  private static final String BUCKET = "locking";
  private static final String LOCKED = "Access Denied because object protected by object lock.";

  @Inject S3Client s3;
  @Inject VirtualClock clock;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET).objectLockEnabledForBucket(true));
  }

  private String put(Consumer<PutObjectRequest.Builder> more) {
    return s3.putObject(
            b -> b.bucket(BUCKET).key("k").applyMutation(more), RequestBody.fromString("x"))
        .versionId();
  }

  private Instant inDays(int days) {
    return clock.now().plus(Duration.ofDays(days));
  }

  private void delete(String version, Boolean bypass) {
    s3.deleteObject(
        b -> b.bucket(BUCKET).key("k").versionId(version).bypassGovernanceRetention(bypass));
  }

  private void retain(String version, String mode, Instant until, Boolean bypass) {
    s3.putObjectRetention(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .versionId(version)
                .bypassGovernanceRetention(bypass)
                .retention(r -> r.mode(mode).retainUntilDate(until)));
  }

  @Test
  @Fact("s3-059")
  void aRetainedVersionIsNotDeletedUntilItsTime() {
    assertThat(s3.getBucketVersioning(b -> b.bucket(BUCKET)).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
    String version = put(b -> {});
    retain(version, "COMPLIANCE", inDays(2), null);
    isRefused(() -> delete(version, null), 403, "AccessDenied", LOCKED);
    isRefused(() -> delete(version, true), 403, "AccessDenied", LOCKED);
    s3.deleteObject(b -> b.bucket(BUCKET).key("k")); // that only hides it
    clock.advance(Duration.ofDays(3));
    delete(version, null);
    isRefused(
        () -> s3.getObject(b -> b.bucket(BUCKET).key("k").versionId(version)),
        404,
        "NoSuchVersion");
  }

  @Test
  void governanceCanBePassedOver() {
    String version =
        put(b -> b.objectLockMode(ObjectLockMode.GOVERNANCE).objectLockRetainUntilDate(inDays(10)));
    HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key("k"));
    assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.GOVERNANCE);
    assertThat(head.objectLockRetainUntilDate()).isEqualTo(inDays(10));
    isRefused(() -> delete(version, null), 403, "AccessDenied", LOCKED);
    isRefused(() -> retain(version, "GOVERNANCE", inDays(5), null), 403, "AccessDenied", LOCKED);
    isRefused(() -> retain(version, null, null, null), 403, "AccessDenied", LOCKED);
    retain(version, "GOVERNANCE", inDays(20), null);
    retain(version, "GOVERNANCE", inDays(5), true);
    delete(version, true);
  }

  @Test
  void complianceIsOnlyProlonged() {
    String version = put(b -> {});
    retain(version, "COMPLIANCE", inDays(5), null);
    isRefused(() -> retain(version, "COMPLIANCE", inDays(4), true), 403, "AccessDenied", LOCKED);
    isRefused(() -> retain(version, "GOVERNANCE", inDays(9), true), 403, "AccessDenied", LOCKED);
    isRefused(() -> retain(version, null, null, true), 403, "AccessDenied", LOCKED);
    retain(version, "COMPLIANCE", inDays(6), null);
    assertThat(s3.getObjectRetention(b -> b.bucket(BUCKET).key("k")).retention().retainUntilDate())
        .isEqualTo(inDays(6));
  }

  @Test
  void aLegalHoldEndsWhenSomebodySaysSo() {
    String version = put(b -> b.objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON));
    isRefused(() -> delete(version, true), 403, "AccessDenied", LOCKED);
    assertThat(s3.getObjectLegalHold(b -> b.bucket(BUCKET).key("k")).legalHold().status())
        .isEqualTo(ObjectLockLegalHoldStatus.ON);
    s3.putObjectLegalHold(
        b -> b.bucket(BUCKET).key("k").legalHold(h -> h.status(ObjectLockLegalHoldStatus.OFF)));
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("k")).objectLockLegalHoldStatus())
        .isEqualTo(ObjectLockLegalHoldStatus.OFF);
    delete(version, null);
  }

  @Test
  void aBucketLocksWhatSaysNothing() {
    isRefused(
        () -> configure(d -> d.mode(ObjectLockRetentionMode.GOVERNANCE)), 400, "MalformedXML");
    isRefused(
        () -> configure(d -> d.mode(ObjectLockRetentionMode.GOVERNANCE).days(1).years(1)),
        400,
        "MalformedXML");
    isRefused(
        () -> configure(d -> d.mode(ObjectLockRetentionMode.GOVERNANCE).days(0)),
        400,
        "InvalidArgument",
        "Default retention period must be a positive integer value.");
    configure(d -> d.mode(ObjectLockRetentionMode.GOVERNANCE).days(3));
    assertThat(
            s3.getObjectLockConfiguration(b -> b.bucket(BUCKET))
                .objectLockConfiguration()
                .rule()
                .defaultRetention()
                .days())
        .isEqualTo(3);
    String version = put(b -> {});
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("k")).objectLockRetainUntilDate())
        .isEqualTo(inDays(3));
    isRefused(() -> delete(version, null), 403, "AccessDenied", LOCKED);
    assertThat(
            s3.deleteObjects(
                    b ->
                        b.bucket(BUCKET)
                            .delete(
                                d ->
                                    d.objects(
                                        ObjectIdentifier.builder()
                                            .key("k")
                                            .versionId(version)
                                            .build())))
                .errors()
                .getFirst()
                .code())
        .isEqualTo("AccessDenied");
  }

  private void configure(Consumer<DefaultRetention.Builder> retention) {
    s3.putObjectLockConfiguration(
        b ->
            b.bucket(BUCKET)
                .objectLockConfiguration(
                    c ->
                        c.objectLockEnabled(ObjectLockEnabled.ENABLED)
                            .rule(r -> r.defaultRetention(retention))));
  }

  @Test
  void whatHasNoLocksSaysSo() {
    s3.createBucket(b -> b.bucket("open"));
    s3.putObject(b -> b.bucket("open").key("k"), RequestBody.fromString("x"));
    isRefused(
        () -> s3.getObjectLockConfiguration(b -> b.bucket("open")),
        404,
        "ObjectLockConfigurationNotFoundError");
    isRefused(
        () ->
            s3.putObjectLockConfiguration(
                b ->
                    b.bucket("open")
                        .objectLockConfiguration(
                            c -> c.objectLockEnabled(ObjectLockEnabled.ENABLED))),
        409,
        "InvalidBucketState");
    isRefused(
        () -> s3.getObjectRetention(b -> b.bucket("open").key("k")),
        400,
        "InvalidRequest",
        "Bucket is missing Object Lock Configuration");
    isRefused(
        () ->
            s3.putObject(
                b ->
                    b.bucket("open")
                        .key("k")
                        .objectLockMode(ObjectLockMode.GOVERNANCE)
                        .objectLockRetainUntilDate(inDays(1)),
                RequestBody.fromString("x")),
        400,
        "InvalidRequest",
        "Bucket is missing ObjectLockConfiguration");
    put(b -> {});
    isRefused(
        () -> s3.getObjectRetention(b -> b.bucket(BUCKET).key("k")),
        404,
        "NoSuchObjectLockConfiguration");
    isRefused(() -> put(b -> b.objectLockMode(ObjectLockMode.GOVERNANCE)), 400, "InvalidArgument");
    isRefused(
        () -> retain(null, "GOVERNANCE", inDays(-1), null),
        400,
        "InvalidArgument",
        "The retain until date must be in the future!");
    isRefused(
        () ->
            s3.putBucketVersioning(
                b ->
                    b.bucket(BUCKET)
                        .versioningConfiguration(v -> v.status(BucketVersioningStatus.SUSPENDED))),
        409,
        "InvalidBucketState");
  }
}
