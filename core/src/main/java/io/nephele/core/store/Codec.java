package io.nephele.core.store;

/** Turns values of one type into bytes for the store and back. Safe for threads. */
public interface Codec<V> {
  /** The stored form. */
  byte[] encode(V value);

  /**
   * The value of a stored form.
   *
   * @throws StoreException if the bytes are not such a form
   */
  V decode(byte[] stored);
}
