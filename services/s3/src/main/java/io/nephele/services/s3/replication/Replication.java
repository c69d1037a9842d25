package io.nephele.services.s3.replication;

import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.objects.ObjectChange;
import io.nephele.services.s3.objects.ObjectChangeListener;
import io.nephele.services.s3.objects.StoredObject;
import java.io.IOException;

/**
 * Replicates versions as they come and as what is known of them changes. In the transaction of the
 * change the version is marked as pending; a timer then brings each destination to what the version
 * is by then.
 */
public final class Replication implements ObjectChangeListener {
  private static final String KIND = "s3.replication";
  private static final int MOST_FAILURES = 20;
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final S3World s3;
  private final ReplicationWork work;

  /** The replication of a world's buckets. */
  public Replication(S3World s3, ReplicationWork work) {
    this.s3 = s3;
    this.work = work;
    s3.world().timers().onWork(KIND, this::replicate);
  }

  @Override
  public void changed(Transaction transaction, ObjectChange change) {
    if (!change.bucket().has(Kind.REPLICATION)) {
      return;
    }
    switch (change.kind()) {
      case PUT, POST, COPY, COMPLETE_UPLOAD, DELETE_MARKER -> created(transaction, change);
      case TAG, UNTAG, ACL, LOCK -> modified(transaction, change);
      default -> {}
    }
  }

  private void created(Transaction transaction, ObjectChange change) {
    if (work.mark(transaction, change.bucket(), change.key(), change.object())) {
      schedule(transaction, change);
    }
  }

  /** Replicas' metadata goes on only where rules say so, and is said to be a replica's still. */
  private void modified(Transaction transaction, ObjectChange change) {
    StoredObject object = change.object();
    if (object.replication() == null || object.deleteMarker()) {
      return;
    }
    if (!object.replication().equals(ReplicationWork.REPLICA)) {
      created(transaction, change);
      return;
    }
    ReplicationRules rules = ReplicationConfigurations.rules(s3, transaction, change.bucket());
    boolean goesOn =
        rules != null
            && rules.of(change.key(), object).stream()
                .anyMatch(ReplicationRules.Rule::modifications);
    if (goesOn) {
      schedule(transaction, change);
    }
  }

  private void schedule(Transaction transaction, ObjectChange change) {
    Bucket bucket = change.bucket();
    Key id = bucket.key().with(bucket.id()).with(change.key()).with(change.object().versionId());
    s3.world().timers().schedule(transaction, KIND, id, s3.world().clock().now(), NOTHING);
  }

  private void replicate(Timer timer) throws IOException {
    work.replicate(timer.id(), timer.failures() < MOST_FAILURES);
  }
}
