package io.nephele.services.s3.objects;

import io.nephele.api.s3.DefaultRetention;
import io.nephele.api.s3.GetObjectLegalHoldOutput;
import io.nephele.api.s3.GetObjectLegalHoldRequest;
import io.nephele.api.s3.GetObjectLockConfigurationOutput;
import io.nephele.api.s3.GetObjectLockConfigurationRequest;
import io.nephele.api.s3.GetObjectRetentionOutput;
import io.nephele.api.s3.GetObjectRetentionRequest;
import io.nephele.api.s3.ObjectLockConfiguration;
import io.nephele.api.s3.ObjectLockLegalHold;
import io.nephele.api.s3.ObjectLockRetention;
import io.nephele.api.s3.ObjectLockRule;
import io.nephele.api.s3.PutObjectLegalHoldOutput;
import io.nephele.api.s3.PutObjectLegalHoldRequest;
import io.nephele.api.s3.PutObjectLockConfigurationOutput;
import io.nephele.api.s3.PutObjectLockConfigurationRequest;
import io.nephele.api.s3.PutObjectRetentionOutput;
import io.nephele.api.s3.PutObjectRetentionRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations;
import io.nephele.services.s3.objects.StoredObject.ObjectLock;
import java.time.Instant;

/** Retention and legal hold of versions, and what a bucket gives to all of them. */
public final class ObjectLocking {
  private static final int MOST_DAYS = 36_500;
  private static final int MOST_YEARS = 100;

  private final S3World s3;
  private final ObjectUpdates updates;

  /** The locks of the objects of a world. */
  public ObjectLocking(S3World s3) {
    this.s3 = s3;
    this.updates = new ObjectUpdates(s3);
  }

  /** Lets the versions of a bucket be locked, and says how they are if nothing else is said. */
  public PutObjectLockConfigurationOutput putConfiguration(
      PutObjectLockConfigurationRequest in, Call call) {
    ObjectLockConfiguration configuration = in.objectLockConfiguration();
    if (configuration == null || !"Enabled".equals(configuration.objectLockEnabled())) {
      throw S3Errors.malformedXml();
    }
    if (configuration.rule() != null) {
      checkRule(configuration.rule());
    }
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              if (!bucket.isVersioned()) {
                throw AwsException.client(
                    "InvalidBucketState",
                    409,
                    "Versioning must be 'Enabled' on the bucket to apply a Object Lock"
                        + " configuration");
              }
              Bucket locked = bucket.withObjectLock();
              s3.buckets().put(transaction, locked);
              s3.configurations()
                  .put(
                      transaction, locked, Configurations.Kind.OBJECT_LOCK, configuration.struct());
              return null;
            });
    return new PutObjectLockConfigurationOutput();
  }

  private static void checkRule(ObjectLockRule rule) {
    DefaultRetention retention = rule.defaultRetention();
    if (retention == null
        || !ObjectLocks.isMode(retention.mode())
        || retention.days() == null == (retention.years() == null)) {
      throw S3Errors.malformedXml();
    }
    int period = retention.days() != null ? retention.days() : retention.years();
    String name = retention.days() != null ? "days" : "years";
    if (period <= 0) {
      throw S3Errors.invalidArgument(
          "Default retention period must be a positive integer value.", name, period);
    }
    if (period > (retention.days() != null ? MOST_DAYS : MOST_YEARS)) {
      throw S3Errors.invalidArgument("Default retention period is too large.", name, period);
    }
  }

  /** Whether versions of a bucket can be locked, and how they are if nothing else is said. */
  public GetObjectLockConfigurationOutput getConfiguration(
      GetObjectLockConfigurationRequest in, Call call) {
    return s3.read(
        reader -> {
          Bucket bucket = s3.bucket(reader, in.bucket(), call);
          if (!bucket.objectLock()) {
            throw S3Errors.noSuchConfiguration(
                "ObjectLockConfigurationNotFoundError",
                "Object Lock configuration does not exist for this bucket",
                bucket.name());
          }
          Struct stored =
              s3.configurations()
                  .get(
                      reader,
                      bucket,
                      Configurations.Kind.OBJECT_LOCK,
                      S3.shape("ObjectLockConfiguration"));
          return new GetObjectLockConfigurationOutput()
              .objectLockConfiguration(
                  stored == null
                      ? new ObjectLockConfiguration().objectLockEnabled("Enabled")
                      : new ObjectLockConfiguration(stored));
        });
  }

  /** Sets how long a version cannot be deleted; nothing at all ends its retention. */
  public PutObjectRetentionOutput putRetention(PutObjectRetentionRequest in, Call call) {
    ObjectLockRetention retention = in.retention();
    if (retention == null || retention.mode() == null != (retention.retainUntilDate() == null)) {
      throw S3Errors.malformedXml();
    }
    String mode = retention.mode();
    Instant until = retention.retainUntilDate();
    if (mode != null && !ObjectLocks.isMode(mode)) {
      throw S3Errors.malformedXml();
    }
    if (until != null && until.toEpochMilli() <= s3.now()) {
      throw S3Errors.invalidArgument(
          "The retain until date must be in the future!", "RetainUntilDate", until);
    }
    boolean bypass = Boolean.TRUE.equals(in.bypassGovernanceRetention());
    updates.update(
        new ObjectUpdates.Target(in.bucket(), in.key(), in.versionId(), "PUT"),
        ObjectChange.Kind.LOCK,
        call,
        (transaction, bucket, object) -> {
          checkLocks(bucket);
          ObjectLock before = object.lock();
          ObjectLock after =
              new ObjectLock(
                  mode,
                  until == null ? 0 : until.toEpochMilli(),
                  before == null ? null : before.legalHold());
          ObjectLocks.checkChangeable(before, after, s3.now(), bypass);
          return object.toBuilder().lock(after).build();
        });
    return new PutObjectRetentionOutput();
  }

  /** How long a version cannot be deleted. */
  public GetObjectRetentionOutput getRetention(GetObjectRetentionRequest in, Call call) {
    ObjectLock lock = lock(in.bucket(), in.key(), in.versionId(), call);
    if (lock == null || lock.mode() == null) {
      throw notLocked();
    }
    return new GetObjectRetentionOutput()
        .retention(
            new ObjectLockRetention()
                .mode(lock.mode())
                .retainUntilDate(Instant.ofEpochMilli(lock.retainUntil())));
  }

  /** Says whether a version cannot be deleted until somebody says otherwise. */
  public PutObjectLegalHoldOutput putLegalHold(PutObjectLegalHoldRequest in, Call call) {
    String status = in.legalHold() == null ? null : in.legalHold().status();
    if (!"ON".equals(status) && !"OFF".equals(status)) {
      throw S3Errors.malformedXml();
    }
    updates.update(
        new ObjectUpdates.Target(in.bucket(), in.key(), in.versionId(), "PUT"),
        ObjectChange.Kind.LOCK,
        call,
        (transaction, bucket, object) -> {
          checkLocks(bucket);
          ObjectLock before = object.lock();
          return object.toBuilder()
              .lock(
                  before == null
                      ? new ObjectLock(null, 0, status)
                      : new ObjectLock(before.mode(), before.retainUntil(), status))
              .build();
        });
    return new PutObjectLegalHoldOutput();
  }

  /** Whether a version cannot be deleted until somebody says otherwise. */
  public GetObjectLegalHoldOutput getLegalHold(GetObjectLegalHoldRequest in, Call call) {
    ObjectLock lock = lock(in.bucket(), in.key(), in.versionId(), call);
    if (lock == null || lock.legalHold() == null) {
      throw notLocked();
    }
    return new GetObjectLegalHoldOutput()
        .legalHold(new ObjectLockLegalHold().status(lock.legalHold()));
  }

  private ObjectLock lock(String name, String key, String versionId, Call call) {
    return s3.read(
        reader -> {
          Bucket bucket = s3.bucket(reader, name, call);
          checkLocks(bucket);
          return FoundObject.of(s3, reader, bucket, key, versionId, "GET").lock();
        });
  }

  private static void checkLocks(Bucket bucket) {
    if (!bucket.objectLock()) {
      throw S3Errors.invalidRequest("Bucket is missing Object Lock Configuration");
    }
  }

  private static AwsException notLocked() {
    return AwsException.client(
        "NoSuchObjectLockConfiguration",
        404,
        "The specified object does not have a ObjectLock configuration");
  }
}
