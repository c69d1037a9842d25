package io.nephele.services.s3.objects;

import io.nephele.api.s3.RestoreObjectOutput;
import io.nephele.api.s3.RestoreObjectRequest;
import io.nephele.api.s3.RestoreRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.ObjectChange.Kind;
import io.nephele.services.s3.objects.StoredObject.Restore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Restores archived objects: after the time that the tier takes a copy can be read, until it
 * expires at a midnight. Timers tell of both.
 */
public final class Restores {
  private static final String TIMER = "s3.restores";
  private static final String STANDARD = "Standard";
  private static final String EXPEDITED = "Expedited";
  private static final String BULK = "Bulk";
  private static final int ACCEPTED = 202;

  private final S3World s3;

  /** The restores of a world. */
  public Restores(S3World s3) {
    this.s3 = s3;
    s3.world().timers().on(TIMER, this::fire);
  }

  /** Starts to restore an object, or keeps the restored copy for longer. */
  public RestoreObjectOutput restore(RestoreObjectRequest in, Call call) {
    RestoreRequest request = in.restoreRequest();
    if (request == null) {
      throw S3Errors.malformedXml();
    }
    if (request.type() != null || request.selectParameters() != null) {
      throw S3Errors.notImplemented("restores that select, which AWS has ended");
    }
    if (request.outputLocation() != null || request.days() == null) {
      throw S3Errors.malformedXml();
    }
    if (request.days() < 1) {
      throw S3Errors.invalidArgument(
          "Days must be a positive integer greater than or equal to 1", "Days", request.days());
    }
    String tier = tier(request);
    Bucket named = s3.bucket(in.bucket(), call);
    int status =
        s3.world()
            .store()
            .write(
                ObjectTable.lock(named, in.key()),
                transaction -> {
                  Bucket bucket = s3.current(transaction, named);
                  StoredObject object =
                      FoundObject.of(s3, transaction, bucket, in.key(), in.versionId(), "POST");
                  return start(transaction, bucket, in.key(), object, request.days(), tier, call);
                });
    RestoreObjectOutput out = new RestoreObjectOutput();
    out.struct().answerWith(status);
    return out;
  }

  private static String tier(RestoreRequest request) {
    String tier =
        request.glacierJobParameters() == null
            ? request.tier()
            : request.glacierJobParameters().tier();
    if (tier == null) {
      if (request.glacierJobParameters() != null) {
        throw S3Errors.malformedXml();
      }
      return STANDARD;
    }
    return switch (tier) {
      case STANDARD, EXPEDITED, BULK -> tier;
      default -> throw S3Errors.malformedXml();
    };
  }

  /** Returns the HTTP status of the answer. */
  private int start(
      Transaction transaction,
      Bucket bucket,
      String key,
      StoredObject object,
      int days,
      String tier,
      Call call) {
    if (!StorageClasses.isArchive(object.storageClass())) {
      throw StorageClasses.invalidState(
          "Restore is not allowed for the object's current storage class", object);
    }
    long now = s3.now();
    Restore before = object.restore();
    boolean known = before != null && now < before.expiresAt();
    if (known && now >= before.readyAt()) {
      Restore longer = new Restore(before.readyAt(), expiry(now, days), before.tier());
      store(transaction, bucket, key, object, longer);
      schedule(transaction, bucket, key, object, longer.expiresAt());
      return 200;
    }
    long readyAt = now + duration(object.storageClass(), tier).toMillis();
    if (known && readyAt >= before.readyAt()) {
      throw AwsException.client(
          "RestoreAlreadyInProgress", 409, "Object restore is already in progress");
    }
    StoredObject changed =
        store(transaction, bucket, key, object, new Restore(readyAt, expiry(readyAt, days), tier));
    schedule(transaction, bucket, key, object, readyAt);
    if (!known) {
      tell(transaction, Kind.RESTORE, bucket, key, changed, object, call);
    }
    return ACCEPTED;
  }

  /** How long it takes at most. */
  private static Duration duration(String storageClass, String tier) {
    boolean deep = storageClass.equals(StorageClasses.DEEP_ARCHIVE);
    return switch (tier) {
      case EXPEDITED -> {
        if (deep) {
          throw S3Errors.invalidArgument(
              "Retrieval option is not supported by this storage class", "Tier", tier);
        }
        yield Duration.ofMinutes(5);
      }
      case BULK -> deep ? Duration.ofHours(48) : Duration.ofHours(12);
      default -> deep ? Duration.ofHours(12) : Duration.ofHours(5);
    };
  }

  /** Copies go at the midnight after their days. */
  private static long expiry(long from, int days) {
    return Instant.ofEpochMilli(from)
        .plus(days, ChronoUnit.DAYS)
        .atZone(ZoneOffset.UTC)
        .toLocalDate()
        .plusDays(1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant()
        .toEpochMilli();
  }

  private StoredObject store(
      Transaction transaction, Bucket bucket, String key, StoredObject object, Restore restore) {
    StoredObject changed = object.toBuilder().restore(restore).build();
    s3.objects().update(transaction, bucket, key, changed);
    return changed;
  }

  private void schedule(
      Transaction transaction, Bucket bucket, String key, StoredObject object, long due) {
    Key id =
        bucket.key().with(bucket.id()).with(key).with(object.versionId()).with(object.sequence());
    s3.world().timers().schedule(transaction, TIMER, id, Instant.ofEpochMilli(due), Bytes.EMPTY);
  }

  private void fire(Transaction transaction, Timer timer) {
    KeyReader id = timer.id().reader();
    Bucket bucket = s3.buckets().at(transaction, id.nextText(), id.nextText(), id.nextText());
    if (bucket == null || bucket.id() != id.nextLong()) {
      return;
    }
    String key = id.nextText();
    StoredObject object = s3.objects().version(transaction, bucket, key, id.nextText());
    // An object without a version id may be another one by now.
    if (object == null || object.restore() == null || object.sequence() != id.nextLong()) {
      return;
    }
    Restore restore = object.restore();
    long now = timer.due().toEpochMilli();
    if (now >= restore.expiresAt()) {
      StoredObject changed = store(transaction, bucket, key, object, null);
      tell(transaction, Kind.RESTORE_EXPIRED, bucket, key, changed, object, null);
    } else if (now >= restore.readyAt()) {
      schedule(transaction, bucket, key, object, restore.expiresAt());
      tell(transaction, Kind.RESTORED, bucket, key, object, object, null);
    }
  }

  private void tell(
      Transaction transaction,
      Kind kind,
      Bucket bucket,
      String key,
      StoredObject object,
      StoredObject before,
      Call call) {
    s3.changes().changed(transaction, new ObjectChange(kind, bucket, key, object, before, call));
  }
}
