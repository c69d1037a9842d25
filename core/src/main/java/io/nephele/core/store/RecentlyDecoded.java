package io.nephele.core.store;

/**
 * A codec that remembers what it decoded, by the identity of the stored bytes, which nobody
 * changes. Records that are read at every call are so decoded once. It holds at most as many values
 * as it has slots; a value that is stored anew has other bytes and is never mistaken.
 */
public final class RecentlyDecoded<V> implements Codec<V> {
  private static final int SLOTS = 1024;

  private final Codec<V> codec;
  private final Decoded<V>[] slots;

  private record Decoded<V>(byte[] stored, V value) {}

  /** That codec, with a memory. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
  public RecentlyDecoded(Codec<V> codec) {
    this.codec = codec;
    this.slots = new Decoded[SLOTS];
  }

  @Override
  public byte[] encode(V value) {
    return codec.encode(value);
  }

  @Override
  public byte[] encode(Key place, V value) {
    return codec.encode(place, value);
  }

  @Override
  public V decode(byte[] stored) {
    return decode(null, stored);
  }

  /**
   * Slots are read and written without a lock: a record's fields are final, so whatever is seen
   * there is whole.
   */
  @Override
  public V decode(Key place, byte[] stored) {
    int slot = System.identityHashCode(stored) & SLOTS - 1;
    Decoded<V> known = slots[slot];
    if (known != null && known.stored == stored) {
      return known.value;
    }
    V value = place == null ? codec.decode(stored) : codec.decode(place, stored);
    slots[slot] = new Decoded<>(stored, value);
    return value;
  }
}
