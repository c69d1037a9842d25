package io.nephele.core.worlds;

import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import java.util.Arrays;
import java.util.Iterator;

/** Finds the keys in which two readers differ by reading both from end to end. */
final class MergeScan implements DiffSource {
  private final Reader beforeReader;
  private final Reader afterReader;
  private final Iterator<KeyRange> ranges;
  private Scan beforeScan;
  private Scan afterScan;
  private Entry nextBefore;
  private Entry nextAfter;
  private Key key;
  private byte[] before;
  private byte[] after;

  /** The differences in these ranges, which must be ascending and apart. */
  MergeScan(Reader before, Reader after, Iterator<KeyRange> ranges) {
    this.beforeReader = before;
    this.afterReader = after;
    this.ranges = ranges;
  }

  @Override
  public boolean next() {
    do {
      while (nextBefore == null && nextAfter == null) {
        if (!ranges.hasNext()) {
          return false;
        }
        KeyRange range = ranges.next();
        beforeScan = beforeReader.scan(range);
        afterScan = afterReader.scan(range);
        nextBefore = fetch(beforeScan);
        nextAfter = fetch(afterScan);
      }
      step();
    } while (Arrays.equals(before, after));
    return true;
  }

  private void step() {
    int order;
    if (nextBefore == null || nextAfter == null) {
      order = nextBefore == null ? 1 : -1;
    } else {
      order = nextBefore.key().compareTo(nextAfter.key());
    }
    key = order <= 0 ? nextBefore.key() : nextAfter.key();
    before = order <= 0 ? nextBefore.value() : null;
    after = order >= 0 ? nextAfter.value() : null;
    nextBefore = order <= 0 ? fetch(beforeScan) : nextBefore;
    nextAfter = order >= 0 ? fetch(afterScan) : nextAfter;
  }

  private static Entry fetch(Scan scan) {
    return scan.hasNext() ? scan.next() : null;
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public byte[] before() {
    return before;
  }

  @Override
  public byte[] after() {
    return after;
  }
}
