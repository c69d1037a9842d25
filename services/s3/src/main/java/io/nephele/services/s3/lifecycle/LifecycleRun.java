package io.nephele.services.s3.lifecycle;

import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.lifecycle.Rules.Fate;
import io.nephele.services.s3.multipart.UploadTable;
import io.nephele.services.s3.objects.ObjectChange;
import io.nephele.services.s3.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Applies the rules of a bucket once: first to its current objects, then to what is beneath them.
 * Reads page by page, and changes a few objects a transaction, each as it is by then.
 */
final class LifecycleRun {
  private static final int PAGE = 500;
  private static final int CHANGES_AT_ONCE = 50;

  private final S3World s3;
  private final Bucket bucket;
  private final Rules rules;
  private final long now;
  private final long tomorrow;
  private final List<Consumer<Transaction>> due = new ArrayList<>();
  private long next;

  LifecycleRun(S3World s3, Bucket bucket, Rules rules, long now) {
    this.s3 = s3;
    this.bucket = bucket;
    this.rules = rules;
    this.now = now;
    this.tomorrow = Midnights.after(now, 0);
  }

  /**
   * Does what is due.
   *
   * @return when something can be due again, or {@link Long#MAX_VALUE}
   */
  long run() {
    next = Long.MAX_VALUE;
    await(rules.earliest(now));
    for (String prefix : rules.prefixes(Rule::concernsObjects)) {
      runObjects(prefix);
    }
    flush();
    if (bucket.hasVersions()) {
      OlderVersions older = new OlderVersions(s3, bucket, this);
      for (String prefix : rules.prefixes(Rule::concernsVersions)) {
        older.run(prefix);
      }
      flush();
    }
    for (String prefix : rules.prefixes(rule -> rule.abortDays() > 0)) {
      abortUploads(prefix);
    }
    flush();
    return next;
  }

  private void abortUploads(String prefix) {
    for (UploadTable.Begun upload : s3.read(reader -> s3.uploads().list(reader, bucket, prefix))) {
      int days = rules.abortRule(upload.key()).abortDays();
      long time = Midnights.after(upload.initiatedAt(), days);
      await(time);
      if (time <= now) {
        change(
            transaction ->
                s3.uploads().abort(transaction, bucket, upload.key(), upload.uploadId()));
      }
    }
  }

  Rules rules() {
    return rules;
  }

  long now() {
    return now;
  }

  /** The next run has to be then at the latest; it is tomorrow at the earliest. */
  void await(long time) {
    if (time != Long.MAX_VALUE) {
      next = Math.min(next, Math.max(time, tomorrow));
    }
  }

  /** Has a change made in one of the next transactions. */
  void change(Consumer<Transaction> change) {
    await(tomorrow);
    due.add(change);
    if (due.size() >= CHANGES_AT_ONCE) {
      flush();
    }
  }

  private void flush() {
    if (due.isEmpty()) {
      return;
    }
    s3.world()
        .store()
        .write(
            transaction -> {
              if (s3.buckets().current(transaction, bucket) != null) {
                due.forEach(change -> change.accept(transaction));
              }
              return null;
            });
    due.clear();
  }

  record Found(String key, StoredObject object) {}

  private void runObjects(String prefix) {
    KeyRange range = KeyRange.textPrefix(bucket.objects(), prefix);
    List<Found> page;
    do {
      KeyRange rest = range;
      page = s3.read(reader -> page(s3.objects().scan(reader, rest)));
      for (Found found : page) {
        consider(found);
        range = rest.startingAfter(bucket.objects().with(found.key));
      }
    } while (page.size() == PAGE);
  }

  private List<Found> page(Table.Rows<StoredObject> rows) {
    List<Found> page = new ArrayList<>();
    while (page.size() < PAGE && rows.hasNext()) {
      Table.Row<StoredObject> row = rows.next();
      page.add(new Found(row.key().without(bucket.objects()).reader().nextText(), row.value()));
    }
    return page;
  }

  private void consider(Found found) {
    await(rules.earliest(found.key, found.object));
    if (fate(found.key, found.object) != Rules.STAYS) {
      change(transaction -> apply(transaction, found.key));
    }
  }

  private Fate fate(String key, StoredObject object) {
    // What is not replicated yet stays until it is.
    return "PENDING".equals(object.replication())
        ? Rules.STAYS
        : rules.fate(key, object, now, bucket.hasVersions());
  }

  private void apply(Transaction transaction, String key) {
    StoredObject object = s3.objects().current(transaction, bucket, key);
    if (object == null) {
      return;
    }
    switch (fate(key, object)) {
      case Fate.Moves moves -> move(transaction, key, object, moves.storageClass());
      case Fate.Expires _ -> expire(transaction, key, object);
      case Fate.Stays _ -> {}
    }
  }

  private void expire(Transaction transaction, String key, StoredObject object) {
    Bucket current = s3.buckets().current(transaction, bucket);
    if (!current.hasVersions()) {
      remove(transaction, key, object);
      return;
    }
    StoredObject marker =
        s3.objects()
            .add(
                transaction,
                current,
                key,
                StoredObject.builder()
                    .deleteMarker(true)
                    .modifiedAt(now)
                    .ownerId(current.accountId()));
    tell(transaction, ObjectChange.Kind.EXPIRE_MARKER, key, marker, object);
  }

  /** Removes a version for good. */
  void remove(Transaction transaction, String key, StoredObject version) {
    s3.objects().remove(transaction, bucket, key, version);
    tell(transaction, ObjectChange.Kind.EXPIRE, key, version, null);
  }

  /** Moves a version to another storage class. */
  void move(Transaction transaction, String key, StoredObject version, String storageClass) {
    StoredObject moved = version.toBuilder().storageClass(storageClass).build();
    s3.objects().update(transaction, bucket, key, moved);
    tell(transaction, ObjectChange.Kind.TRANSITION, key, moved, version);
  }

  private void tell(
      Transaction transaction,
      ObjectChange.Kind kind,
      String key,
      StoredObject object,
      StoredObject before) {
    s3.changes().changed(transaction, new ObjectChange(kind, bucket, key, object, before, null));
  }
}
