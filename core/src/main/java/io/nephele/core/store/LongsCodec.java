package io.nephele.core.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Values that are a few numbers and are written at every call, eight bytes a number: smaller than a
 * {@link RecordCodec} writes them and several times as fast. Numbers may be added at the end later:
 * what an older value lacks is zero.
 */
public final class LongsCodec<V> implements Codec<V> {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int count;
  private final Function<V, long[]> toLongs;
  private final Function<long[], V> ofLongs;

  /**
   * A codec of values of so many numbers.
   *
   * @param toLongs gives a value's numbers, always in the same order
   * @param ofLongs makes a value of them
   */
  public LongsCodec(int count, Function<V, long[]> toLongs, Function<long[], V> ofLongs) {
    this.count = count;
    this.toLongs = toLongs;
    this.ofLongs = ofLongs;
  }

  @Override
  public byte[] encode(V value) {
    long[] numbers = toLongs.apply(value);
    byte[] stored = new byte[count * Long.BYTES];
    for (int i = 0; i < count; i++) {
      LONGS.set(stored, i * Long.BYTES, numbers[i]);
    }
    return stored;
  }

  @Override
  public V decode(byte[] stored) {
    long[] numbers = new long[Math.max(count, stored.length / Long.BYTES)];
    for (int i = 0; i < stored.length / Long.BYTES; i++) {
      numbers[i] = (long) LONGS.get(stored, i * Long.BYTES);
    }
    return ofLongs.apply(numbers.length == count ? numbers : Arrays.copyOf(numbers, count));
  }
}
