package io.nephele.core.secrets;

import io.nephele.core.store.Codec;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;

/**
 * The codec of a table whose rows hold secrets: they are stored sealed under the root key, each for
 * its own place.
 */
public final class SealedCodec<V> implements Codec<V> {
  private final Codec<V> codec;
  private final RootKey rootKey;

  /**
   * That codec, sealed. {@link io.nephele.core.store.RecentlyDecoded} goes around it, so that what
   * is read often is opened once.
   */
  public SealedCodec(Codec<V> codec, RootKey rootKey) {
    this.codec = codec;
    this.rootKey = rootKey;
  }

  @Override
  public byte[] encode(Key place, V value) {
    return rootKey.seal(place, codec.encode(place, value));
  }

  @Override
  public V decode(Key place, byte[] stored) {
    return codec.decode(place, rootKey.open(place, stored));
  }

  /** Sealed rows are for one place: {@link Table} says which. */
  @Override
  public byte[] encode(V value) {
    throw new UnsupportedOperationException("a sealed row needs its place");
  }

  /** Sealed rows are for one place: {@link Table} says which. */
  @Override
  public V decode(byte[] stored) {
    throw new UnsupportedOperationException("a sealed row needs its place");
  }
}
