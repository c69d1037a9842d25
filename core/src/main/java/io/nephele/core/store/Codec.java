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

  /**
   * The stored form of a value that is to stand there.
   *
   * @param place the key in the store, for codecs that bind values to it
   */
  default byte[] encode(Key place, V value) {
    return encode(value);
  }

  /**
   * The value of a stored form that stands there.
   *
   * @param place the key in the store, for codecs that bind values to it
   * @throws StoreException if the bytes are not such a form
   */
  default V decode(Key place, byte[] stored) {
    return decode(stored);
  }
}
