package io.nephele.services.s3.lifecycle;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.lifecycle.Rules.Fate;
import io.nephele.services.s3.objects.StoredObject;
import io.nephele.services.s3.objects.StoredObject.ObjectLock;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies rules to versions that are not current, and to delete markers that have nothing beneath.
 * Goes through the versions of a key from the newest on, because it is the next newer one that
 * tells since when a version is not current.
 */
final class OlderVersions {
  private static final int PAGE = 500;

  private final S3World s3;
  private final Bucket bucket;
  private final LifecycleRun run;
  private String key;
  private long since;
  private long older;
  private StoredObject marker;

  OlderVersions(S3World s3, Bucket bucket, LifecycleRun run) {
    this.s3 = s3;
    this.bucket = bucket;
    this.run = run;
  }

  /**
   * A row.
   *
   * @param row its key
   * @param current the object that is current, of the first row of a key that has one
   */
  private record Found(Key row, String key, StoredObject version, StoredObject current) {}

  void run(String prefix) {
    KeyRange range = KeyRange.textPrefix(bucket.objects(), prefix);
    key = null;
    marker = null;
    List<Found> page;
    do {
      KeyRange rest = range;
      String before = key;
      page = s3.read(reader -> page(reader, rest, before));
      for (Found found : page) {
        consider(found);
        range = rest.startingAfter(found.row);
      }
    } while (page.size() == PAGE);
    considerMarker();
  }

  private List<Found> page(Reader reader, KeyRange range, String before) {
    List<Found> page = new ArrayList<>();
    String last = before;
    Table.Rows<StoredObject> rows = s3.objects().scanVersions(reader, range);
    while (page.size() < PAGE && rows.hasNext()) {
      Table.Row<StoredObject> row = rows.next();
      KeyReader parts = row.key().without(bucket.objects()).reader();
      String name = parts.nextText();
      StoredObject current = name.equals(last) ? null : s3.objects().current(reader, bucket, name);
      page.add(new Found(row.key(), name, row.value(), current));
      last = name;
    }
    return page;
  }

  private void consider(Found found) {
    StoredObject version = found.version;
    if (!found.key.equals(key)) {
      considerMarker();
      key = found.key;
      older = 0;
      if (found.current == null) {
        marker = version;
        since = version.modifiedAt();
        awaitMarker();
        return;
      }
      since = found.current.modifiedAt();
    }
    marker = null;
    considerOlder(found.key, version);
    since = version.modifiedAt();
    older++;
  }

  /** It may be due as soon as what is beneath it is gone. */
  private void awaitMarker() {
    for (Rule rule : run.rules().rules()) {
      if (rule.selection().mayMatch(key, marker)) {
        if (rule.expiresMarkers()) {
          run.await(0);
        }
        if (rule.expiry() != null) {
          run.await(rule.expiry().due(marker.modifiedAt()));
        }
      }
    }
  }

  /** The key before ended; its delete marker, if it had one only, may be due. */
  private void considerMarker() {
    if (marker == null) {
      return;
    }
    StoredObject lone = marker;
    String name = key;
    marker = null;
    if (run.rules().expiresMarker(name, lone, run.now())) {
      run.change(transaction -> removeMarker(transaction, name, lone));
    }
  }

  private void removeMarker(Transaction transaction, String name, StoredObject lone) {
    boolean there = s3.objects().current(transaction, bucket, name) == null;
    Table.Rows<StoredObject> rows =
        s3.objects().scanVersions(transaction, KeyRange.prefix(bucket.objects().with(name)));
    there &= rows.hasNext() && rows.next().value().versionId().equals(lone.versionId());
    if (there && !rows.hasNext()) {
      run.remove(transaction, name, lone);
    }
  }

  private void considerOlder(String name, StoredObject version) {
    run.await(run.rules().olderEarliest(name, version, since));
    long notCurrentSince = since;
    long newer = older;
    if (fate(name, version, notCurrentSince, newer) != Rules.STAYS) {
      run.change(transaction -> apply(transaction, name, version, notCurrentSince, newer));
    }
  }

  private Fate fate(String name, StoredObject version, long notCurrentSince, long newer) {
    Fate fate =
        "PENDING".equals(version.replication())
            ? Rules.STAYS
            : run.rules().olderFate(name, version, notCurrentSince, newer, run.now());
    return fate instanceof Fate.Expires && isLocked(version) ? Rules.STAYS : fate;
  }

  private boolean isLocked(StoredObject version) {
    ObjectLock lock = version.lock();
    return lock != null && (lock.isHeld() || lock.mode() != null && lock.retainUntil() > run.now());
  }

  private void apply(
      Transaction transaction, String name, StoredObject seen, long notCurrentSince, long newer) {
    StoredObject version = s3.objects().version(transaction, bucket, name, seen.versionId());
    StoredObject current = s3.objects().current(transaction, bucket, name);
    boolean isCurrent =
        version != null && current != null && current.versionId().equals(version.versionId());
    if (version == null || version.sequence() != seen.sequence() || isCurrent) {
      return;
    }
    switch (fate(name, version, notCurrentSince, newer)) {
      case Fate.Moves moves -> run.move(transaction, name, version, moves.storageClass());
      case Fate.Expires _ -> run.remove(transaction, name, version);
      case Fate.Stays _ -> {}
    }
  }
}
