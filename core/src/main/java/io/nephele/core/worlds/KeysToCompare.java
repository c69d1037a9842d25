package io.nephele.core.worlds;

import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import java.util.Iterator;

/**
 * Compares two worlds under keys that are known to hold all differences. Where they lie close to
 * one another, the worlds are read on; where they are far apart, what lies between is not read.
 */
final class KeysToCompare implements DiffSource {
  /** Rows that are passed over rather than looking for the next key anew, which costs as much. */
  private static final int NEAR = 16;

  private final Iterator<Key> keys;
  private final Side beforeSide;
  private final Side afterSide;
  private Key key;
  private byte[] before;
  private byte[] after;

  /**
   * A comparison.
   *
   * @param keys ascending, each once
   */
  KeysToCompare(Iterator<Key> keys, Reader before, Reader after) {
    this.keys = keys;
    this.beforeSide = new Side(before);
    this.afterSide = new Side(after);
  }

  @Override
  public boolean next() {
    if (!keys.hasNext()) {
      return false;
    }
    key = keys.next();
    before = beforeSide.valueOf(key);
    after = afterSide.valueOf(key);
    return true;
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

  /** A place in one of the worlds, which only goes forward. */
  private static final class Side {
    private final Reader reader;
    private Scan scan;

    /** The first row that is not before the keys that were asked for; null beyond the last. */
    private Entry row;

    private Side(Reader reader) {
      this.reader = reader;
    }

    private byte[] valueOf(Key key) {
      if (scan == null) {
        look(key);
      }
      int order = order(key);
      for (int passed = 0; order < 0 && passed < NEAR; passed++) {
        advance();
        order = order(key);
      }
      if (order < 0) {
        look(key);
        order = order(key);
      }
      return order == 0 ? row.value() : null;
    }

    private int order(Key key) {
      return row == null ? 1 : row.key().compareTo(key);
    }

    private void look(Key key) {
      scan = reader.scan(KeyRange.ALL.startingAt(key));
      advance();
    }

    private void advance() {
      row = scan.hasNext() ? scan.next() : null;
    }
  }
}
