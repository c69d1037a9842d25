package io.nephele.core.store;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * What the latest commits changed, so that a transaction can tell whether it read any of it. Not
 * safe for threads.
 */
final class CommitLog {
  private static final int MAX_COMMITS = 1024;
  private static final int MAX_KEYS = 16_384;

  private final ArrayDeque<Changes> commits = new ArrayDeque<>();
  private int keys;

  /** The version after which every commit is in the log. */
  private long since;

  void add(long version, Batch batch) {
    commits.addLast(new Changes(version, batch.keys(), batch.deletedRanges()));
    keys += batch.keys().length;
    while (commits.size() > MAX_COMMITS || keys > MAX_KEYS) {
      Changes oldest = commits.removeFirst();
      keys -= oldest.keys.length;
      since = oldest.version;
    }
  }

  /** Whether all commits after that version are still known. */
  boolean reachesBackTo(long version) {
    return version >= since;
  }

  /** Whether a commit after that version changed what was read. */
  boolean changedSince(long version, ReadSet reads) {
    for (Iterator<Changes> newest = commits.descendingIterator(); newest.hasNext(); ) {
      Changes changes = newest.next();
      if (changes.version <= version) {
        return false;
      }
      if (reads.touchedBy(changes.keys, changes.deletedRanges)) {
        return true;
      }
    }
    return false;
  }

  /** The place of the first key that is not less, in ascending keys. */
  static int ceiling(byte[][] keys, byte[] key) {
    int at = Arrays.binarySearch(keys, key, Arrays::compareUnsigned);
    return at < 0 ? ~at : at;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Changes(long version, byte[][] keys, List<KeyRange> deletedRanges) {}
}
