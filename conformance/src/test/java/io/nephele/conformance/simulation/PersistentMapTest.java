package io.nephele.conformance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Batch;
import io.nephele.core.store.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The simulated disk's map does what a sorted map does, and old ones stay as they are. */
class PersistentMapTest {
  private static byte[] key(int number) {
    return new byte[] {(byte) number, (byte) (number * 7)};
  }

  @Test
  void doesWhatASortedMapDoes() {
    Random random = new Random(1);
    TreeMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
    PersistentMap map = PersistentMap.EMPTY;
    for (int round = 0; round < 2000; round++) {
      PersistentMap before = map;
      List<String> keys = keys(before);
      Batch batch = batch(random);
      map = map.with(batch, PersistentMap.changes(batch));
      assertThat(keys(before)).isEqualTo(keys);
      batch.deletedRanges().forEach(range -> expected.subMap(range.from(), range.to()).clear());
      for (int i = 0; i < batch.keys().length; i++) {
        if (batch.values()[i] == null) {
          expected.remove(batch.keys()[i]);
        } else {
          expected.put(batch.keys()[i], batch.values()[i]);
        }
      }
      assertThat(keys(map))
          .isEqualTo(expected.keySet().stream().map(HexFormat.of()::formatHex).toList());
      byte[] some = key(random.nextInt(100));
      assertThat(map.get(some)).isEqualTo(expected.get(some));
      PersistentMap.Node lower = map.lower(some);
      assertThat(lower == null ? null : lower.key).isEqualTo(expected.lowerKey(some));
    }
  }

  private static Batch batch(Random random) {
    List<KeyRange> deleted = new ArrayList<>();
    if (random.nextInt(5) == 0) {
      int from = random.nextInt(100);
      deleted.add(new KeyRange(key(from), key(from + random.nextInt(20))));
    }
    TreeMap<byte[], byte[]> writes = new TreeMap<>(Arrays::compareUnsigned);
    for (int left = random.nextInt(4); left > 0; left--) {
      writes.put(key(random.nextInt(100)), random.nextBoolean() ? key(random.nextInt(100)) : null);
    }
    byte[][] none = {};
    return new Batch(deleted, writes.keySet().toArray(none), writes.values().toArray(none));
  }

  private static List<String> keys(PersistentMap map) {
    List<String> keys = new ArrayList<>();
    for (PersistentMap.Node at = map.ceiling(new byte[0]);
        at != null;
        at = map.ceiling(Arrays.copyOf(at.key, at.key.length + 1))) {
      keys.add(HexFormat.of().formatHex(at.key));
    }
    return keys;
  }
}
