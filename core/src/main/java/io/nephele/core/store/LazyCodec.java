package io.nephele.core.store;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A {@link RecordCodec} made when it is first needed, so that a start does not look into records
 * that nobody uses.
 */
final class LazyCodec<V extends Record> implements Codec<V> {
  private final Class<V> type;
  private final ReentrantLock making = new ReentrantLock();
  private volatile RecordCodec<V> codec;

  LazyCodec(Class<V> type) {
    this.type = type;
  }

  @Override
  public byte[] encode(V value) {
    return codec().encode(value);
  }

  @Override
  public V decode(byte[] stored) {
    return codec().decode(stored);
  }

  private RecordCodec<V> codec() {
    RecordCodec<V> made = codec;
    return made == null ? make() : made;
  }

  private RecordCodec<V> make() {
    making.lock();
    try {
      if (codec == null) {
        codec = RecordCodec.of(type);
      }
      return codec;
    } finally {
      making.unlock();
    }
  }
}
