package io.nephele.core.store;

import java.util.Arrays;
import java.util.List;

/**
 * What the latest commits changed, so that a transaction can tell whether it read any of it. Not
 * safe for threads.
 */
final class CommitLog {
  private static final int MAX_COMMITS = 1024;
  private static final int MAX_KEYS = 16_384;

  /** The commit of a version is at the remainder of the version. */
  private final Changes[] commits = new Changes[MAX_COMMITS];

  /** How many keys each has, so that nobody has to look at one again only to forget it. */
  private final int[] sizes = new int[MAX_COMMITS];

  private int keys;

  /** The version after which every commit is in the log. */
  private long since;

  /** The version of the latest commit. */
  private long latest;

  /** Adds a commit, whose version follows that of the one before. */
  void add(long version, Batch batch) {
    if (version - since > MAX_COMMITS) {
      forgetOldest();
    }
    int at = place(version);
    commits[at] = new Changes(batch.keys(), batch.deletedRanges());
    sizes[at] = batch.keys().length;
    keys += sizes[at];
    latest = version;
    while (keys > MAX_KEYS) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    since++;
    int at = place(since);
    commits[at] = null;
    keys -= sizes[at];
  }

  private static int place(long version) {
    return (int) (version % MAX_COMMITS);
  }

  /** Whether all commits after that version are still known. */
  boolean reachesBackTo(long version) {
    return version >= since;
  }

  /** Whether a commit after that version changed what was read. */
  boolean changedSince(long version, ReadSet reads) {
    for (long newer = latest; newer > version; newer--) {
      Changes changes = commits[place(newer)];
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
  private record Changes(byte[][] keys, List<KeyRange> deletedRanges) {}
}
