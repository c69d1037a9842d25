package io.nephele.core.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which keys a transaction looked up and which stretches of keys it scanned, found or not. */
final class ReadSet {
  private final List<byte[]> keys = new ArrayList<>(4);
  private final List<Stretch> stretches = new ArrayList<>(2);

  void add(byte[] key) {
    keys.add(key);
  }

  /** A scan of this range begins; it has seen nothing of it yet. */
  Stretch begin(KeyRange range, Direction direction) {
    Stretch stretch = new Stretch(range, direction);
    stretches.add(stretch);
    return stretch;
  }

  boolean isEmpty() {
    return keys.isEmpty() && stretches.isEmpty();
  }

  /** Whether such a commit changed anything that was read; its keys are in ascending order. */
  boolean touchedBy(byte[][] written, List<KeyRange> deletedRanges) {
    for (byte[] key : keys) {
      int at = CommitLog.ceiling(written, key);
      if (at < written.length && Arrays.equals(written[at], key)) {
        return true;
      }
      for (KeyRange deleted : deletedRanges) {
        if (deleted.contains(key)) {
          return true;
        }
      }
    }
    for (Stretch stretch : stretches) {
      KeyRange seen = stretch.seen();
      if (seen.isEmpty()) {
        continue;
      }
      int at = CommitLog.ceiling(written, seen.from());
      if (at < written.length && seen.contains(written[at])) {
        return true;
      }
      for (KeyRange deleted : deletedRanges) {
        if (overlap(seen, deleted)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether everything that was read reads the same in both states. */
  boolean same(Engine.Snapshot before, Engine.Snapshot now) {
    for (byte[] key : keys) {
      if (!Arrays.equals(before.get(key), now.get(key))) {
        return false;
      }
    }
    for (Stretch stretch : stretches) {
      KeyRange seen = stretch.seen();
      if (!seen.isEmpty()
          && !sameEntries(
              before.scan(seen, Direction.FORWARD), now.scan(seen, Direction.FORWARD))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameEntries(Engine.Cursor before, Engine.Cursor now) {
    while (before.next()) {
      if (!now.next()
          || !Arrays.equals(before.key(), now.key())
          || !Arrays.equals(before.value(), now.value())) {
        return false;
      }
    }
    return !now.next();
  }

  private static boolean overlap(KeyRange a, KeyRange b) {
    return (a.to() == null || KeyRange.compare(b.from(), a.to()) < 0)
        && (b.to() == null || KeyRange.compare(a.from(), b.to()) < 0);
  }

  /** How far a scan has come. */
  static final class Stretch {
    private final KeyRange range;
    private final Direction direction;
    private byte[] last;
    private boolean finished;

    private Stretch(KeyRange range, Direction direction) {
      this.range = range;
      this.direction = direction;
    }

    void reached(byte[] key) {
      last = key;
    }

    void finished() {
      finished = true;
    }

    /** The keys whose presence or absence the scan has shown. */
    KeyRange seen() {
      if (finished) {
        return range;
      }
      if (last == null) {
        return new KeyRange(range.from(), range.from());
      }
      // The least key above a key is the key and a zero.
      return direction == Direction.FORWARD
          ? new KeyRange(range.from(), Arrays.copyOf(last, last.length + 1))
          : new KeyRange(last, range.to());
    }
  }
}
