package io.nephele.core.store;

/**
 * Reads and changes the store as if nothing else happened meanwhile; the changes appear all at once
 * when the body has returned, or never. It reads its own writes. Valid only inside the body it was
 * given to, and for its thread only.
 */
public interface Transaction extends Reader {
  /** Stores a value, which must not be changed afterwards, in place of the one there was. */
  void put(Key key, byte[] value);

  /** Removes a key; one that is not there stays so. */
  void delete(Key key);

  /**
   * Removes every key of the range that is there when the transaction commits, in time that does
   * not grow with them.
   */
  void deleteRange(KeyRange range);

  /** Removes the key and all keys that begin with its parts. */
  default void deletePrefix(Key prefix) {
    deleteRange(KeyRange.prefix(prefix));
  }

  /**
   * Has something done on this thread once the changes are committed and visible to all, such as
   * waking those who wait for them. Not done if the transaction fails. What it throws is logged,
   * since the changes stand.
   */
  void afterCommit(Runnable action);
}
