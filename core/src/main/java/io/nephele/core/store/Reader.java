package io.nephele.core.store;

import java.util.List;

/**
 * Reads one consistent state of the store. Valid only inside the body it was given to, and for its
 * thread only.
 */
public interface Reader {
  /** The value under a key, which must not be changed, or null if there is none. */
  byte[] get(Key key);

  /** The entries of a range. */
  Scan scan(KeyRange range, Direction direction);

  /**
   * Says that these keys will be looked up, so that a store that is far away can fetch them
   * together with what is read next. Only a hint, which costs more than it saves where {@link
   * Store#isShared} is false.
   */
  default void prefetch(List<Key> keys) {}

  /** The entries of a range in ascending order. */
  default Scan scan(KeyRange range) {
    return scan(range, Direction.FORWARD);
  }
}
