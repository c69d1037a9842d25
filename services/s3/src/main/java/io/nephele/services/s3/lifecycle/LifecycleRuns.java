package io.nephele.services.s3.lifecycle;

import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Applies the rules of buckets at midnights UTC. After each run it is known until when nothing can
 * be due, and the midnights until then are skipped.
 */
public final class LifecycleRuns {
  private static final String KIND = "s3.lifecycle";

  private final S3World s3;

  /** The runs of a world. */
  public LifecycleRuns(S3World s3) {
    this.s3 = s3;
    s3.world().timers().onWork(KIND, this::run);
  }

  /** Has the rules of a bucket applied from the next midnight on. */
  void schedule(Transaction transaction, Bucket bucket, String partition) {
    schedule(
        transaction,
        bucket,
        Midnights.after(s3.now(), 0),
        Bytes.of(partition.getBytes(StandardCharsets.US_ASCII)));
  }

  private void schedule(Transaction transaction, Bucket bucket, long at, Bytes partition) {
    s3.world()
        .timers()
        .schedule(transaction, KIND, bucket.key(), Instant.ofEpochMilli(at), partition);
  }

  void cancel(Transaction transaction, Bucket bucket) {
    s3.world().timers().cancel(transaction, KIND, bucket.key());
  }

  private record Found(Bucket bucket, Rules rules) {}

  private void run(Timer timer) {
    String partition = new String(timer.payload().toArray(), StandardCharsets.US_ASCII);
    Found found =
        s3.read(
            reader -> {
              Bucket bucket = s3.buckets().find(reader, partition, nameOf(timer));
              boolean same = bucket != null && bucket.key().equals(timer.id());
              return same
                  ? new Found(bucket, LifecycleConfigurations.rules(s3, reader, bucket))
                  : null;
            });
    if (found == null || found.rules == null) {
      return;
    }
    long now = s3.now();
    LifecycleRun run = new LifecycleRun(s3, found.bucket, found.rules, now);
    long next = run.run();
    s3.world()
        .store()
        .write(
            transaction -> {
              Instant planned = s3.world().timers().due(transaction, KIND, timer.id());
              // A configuration that was put meanwhile has planned the next run itself.
              boolean replaced = planned == null || planned.toEpochMilli() > now;
              if (!replaced && next != Long.MAX_VALUE) {
                schedule(transaction, found.bucket, next, timer.payload());
              }
              return null;
            });
  }

  /** The id is the key of the bucket's row: account, region, name. */
  private static String nameOf(Timer timer) {
    KeyReader parts = timer.id().reader();
    parts.nextText();
    parts.nextText();
    return parts.nextText();
  }
}
