package io.nephele.services.s3.objects;

import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.ObjectChange.Kind;

/** Changes what is known of a version, whose bytes stay as they are. */
public final class ObjectUpdates {
  private final S3World s3;

  /** Changes the objects of a world. */
  public ObjectUpdates(S3World s3) {
    this.s3 = s3;
  }

  /**
   * Which version is changed.
   *
   * @param versionId null for the current one
   * @param method of the request, for errors
   */
  public record Target(String bucket, String key, String versionId, String method) {}

  /** A version that was changed. */
  public record Updated(Bucket bucket, StoredObject object) {
    /** Its id as results tell it; null where the bucket has no versions. */
    public String versionId() {
      return bucket.hasVersions() ? object.versionId() : null;
    }
  }

  /** Says what a version becomes. */
  @FunctionalInterface
  public interface Update {
    /** The version as it is to be; called in the transaction, which may run again. */
    StoredObject of(Transaction transaction, Bucket bucket, StoredObject object);
  }

  /** Changes a version in a transaction, and says so. */
  public Updated update(Target target, Kind kind, Call call, Update update) {
    Bucket named = s3.bucket(target.bucket(), call);
    return s3.world()
        .store()
        .write(
            ObjectTable.lock(named, target.key()),
            transaction -> {
              Bucket bucket = s3.current(transaction, named);
              StoredObject before =
                  FoundObject.of(
                      s3, transaction, bucket, target.key(), target.versionId(), target.method());
              StoredObject after = update.of(transaction, bucket, before);
              s3.objects().update(transaction, bucket, target.key(), after);
              s3.changes()
                  .changed(
                      transaction,
                      new ObjectChange(kind, bucket, target.key(), after, before, call));
              return new Updated(bucket, after);
            });
  }
}
