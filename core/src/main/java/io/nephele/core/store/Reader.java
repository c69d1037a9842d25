package io.nephele.core.store;

/**
 * Reads one consistent state of the store. Valid only inside the body it was given to, and for its
 * thread only.
 */
public interface Reader {
  /** The value under a key, which must not be changed, or null if there is none. */
  byte[] get(Key key);

  /** The entries of a range. */
  Scan scan(KeyRange range, Direction direction);

  /** The entries of a range in ascending order. */
  default Scan scan(KeyRange range) {
    return scan(range, Direction.FORWARD);
  }
}
