package io.nephele.services.s3.objects;

import io.nephele.api.s3.DefaultRetention;
import io.nephele.api.s3.ObjectLockConfiguration;
import io.nephele.api.s3.S3;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.objects.StoredObject.ObjectLock;
import java.time.Duration;
import java.time.Instant;

/** What keeps versions from being deleted: the rules. */
public final class ObjectLocks {
  static final String GOVERNANCE = "GOVERNANCE";
  static final String COMPLIANCE = "COMPLIANCE";
  private static final int DAYS_OF_YEAR = 365;

  private ObjectLocks() {}

  /** Whether a request that makes an object asks for a lock. */
  static boolean isAskedFor(Struct request) {
    return request.get("ObjectLockMode") != null
        || request.get("ObjectLockRetainUntilDate") != null
        || request.get("ObjectLockLegalHoldStatus") != null;
  }

  /**
   * The lock of a new object: what the request of PutObject, CopyObject or CreateMultipartUpload
   * asks for, else what the bucket gives to all.
   *
   * @return null where there is none
   */
  public static ObjectLock ofNew(S3World s3, Reader reader, Bucket bucket, Struct request) {
    String hold = (String) request.get("ObjectLockLegalHoldStatus");
    String mode = (String) request.get("ObjectLockMode");
    Instant until = (Instant) request.get("ObjectLockRetainUntilDate");
    if (isAskedFor(request)) {
      check(bucket, mode, until, hold, s3.now());
    }
    if (mode != null) {
      return new ObjectLock(mode, until.toEpochMilli(), hold);
    }
    ObjectLock byDefault = byDefault(s3, reader, bucket);
    if (byDefault == null) {
      return hold == null ? null : new ObjectLock(null, 0, hold);
    }
    return new ObjectLock(byDefault.mode(), byDefault.retainUntil(), hold);
  }

  private static void check(Bucket bucket, String mode, Instant until, String hold, long now) {
    if (mode == null != (until == null)) {
      throw S3Errors.invalidArgument(
          "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
          mode == null ? "x-amz-object-lock-mode" : "x-amz-object-lock-retain-until-date",
          null);
    }
    if (mode != null && !isMode(mode)) {
      throw S3Errors.invalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode);
    }
    if (until != null && until.toEpochMilli() <= now) {
      throw S3Errors.invalidArgument(
          "The retain until date must be in the future!",
          "x-amz-object-lock-retain-until-date",
          until);
    }
    if (hold != null && !hold.equals("ON") && !hold.equals("OFF")) {
      throw S3Errors.invalidArgument(
          "Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold", hold);
    }
    if (!bucket.objectLock()) {
      throw S3Errors.invalidRequest("Bucket is missing ObjectLockConfiguration");
    }
  }

  static boolean isMode(String mode) {
    return GOVERNANCE.equals(mode) || COMPLIANCE.equals(mode);
  }

  private static ObjectLock byDefault(S3World s3, Reader reader, Bucket bucket) {
    if (!bucket.objectLock()) {
      return null;
    }
    Struct stored =
        s3.configurations()
            .get(reader, bucket, Kind.OBJECT_LOCK, S3.shape("ObjectLockConfiguration"));
    if (stored == null) {
      return null;
    }
    ObjectLockConfiguration configuration = new ObjectLockConfiguration(stored);
    if (configuration.rule() == null) {
      return null;
    }
    DefaultRetention retention = configuration.rule().defaultRetention();
    long days =
        retention.days() != null ? retention.days() : (long) retention.years() * DAYS_OF_YEAR;
    return new ObjectLock(retention.mode(), s3.now() + Duration.ofDays(days).toMillis(), null);
  }

  /**
   * Throws what S3 answers where a version must not be deleted.
   *
   * @param bypass whether the caller may and wants to pass over governance
   */
  public static void checkDeletable(StoredObject version, long now, boolean bypass) {
    ObjectLock lock = version.lock();
    if (lock != null
        && (lock.isHeld() || isRetained(lock, now) && !(bypass && isGovernance(lock)))) {
      throw locked();
    }
  }

  /** Throws what S3 answers where a version's retention must not be changed so. */
  static void checkChangeable(ObjectLock before, ObjectLock after, long now, boolean bypass) {
    if (before == null || !isRetained(before, now)) {
      return;
    }
    boolean shorter = after.mode() == null || after.retainUntil() < before.retainUntil();
    boolean looser = !isGovernance(before) && !COMPLIANCE.equals(after.mode());
    if (looser || shorter && !(bypass && isGovernance(before))) {
      throw locked();
    }
  }

  private static boolean isRetained(ObjectLock lock, long now) {
    return lock.mode() != null && now < lock.retainUntil();
  }

  private static boolean isGovernance(ObjectLock lock) {
    return GOVERNANCE.equals(lock.mode());
  }

  private static AwsException locked() {
    return AwsException.client(
        "AccessDenied", 403, "Access Denied because object protected by object lock.");
  }
}
