package io.nephele.stores.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Batch;
import io.nephele.core.store.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EmptyStretchesTest {
  private static final int KEYS = 60;
  private static final byte[][] NONE = {};

  private final EmptyStretches empty = new EmptyStretches();

  private static byte[] key(int number) {
    return new byte[] {(byte) (number >> 8), (byte) number};
  }

  private static int number(byte[] key) {
    return (key[0] & 0xFF) << 8 | key[1] & 0xFF;
  }

  private void put(int number, long state) {
    empty.written(new Batch(List.of(), new byte[][] {key(number)}, new byte[][] {{1}}), state);
  }

  @Test
  void scansStepOverWhatIsKnown() {
    empty.learn(key(10), key(20), 5, true);
    assertThat(empty.above(key(10), 5).end()).isEqualTo(key(20));
    assertThat(empty.above(key(15), 9).end()).isEqualTo(key(20));
    assertThat(empty.above(key(15), 4)).as("an older state").isNull();
    assertThat(empty.above(key(20), 5)).isNull();
    assertThat(empty.above(key(9), 5)).isNull();
    assertThat(empty.beneath(key(20), 5)).isEqualTo(key(10));
    assertThat(empty.beneath(key(15), 5)).isEqualTo(key(10));
    assertThat(empty.beneath(key(10), 5)).isNull();
    assertThat(empty.beneath(key(21), 5)).isNull();
  }

  @Test
  void whatIsPutShortensIt() {
    empty.learn(key(10), key(20), 5, true);
    put(15, 6);
    assertThat(empty.above(key(10), 6).end()).isEqualTo(key(15));
    assertThat(empty.above(key(15), 6)).isNull();
    assertThat(empty.above(key(16), 6).end()).isEqualTo(key(20));
  }

  @Test
  void whatWasPutSinceTheSnapshotShortensWhatItTeaches() {
    put(15, 6);
    put(17, 7);
    empty.learn(key(10), key(20), 5, true);
    assertThat(empty.above(key(10), 7).end()).isEqualTo(key(15));
    assertThat(empty.above(key(18), 7)).isNull();
    empty.learn(key(10), key(20), 5, false);
    assertThat(empty.beneath(key(20), 7)).isEqualTo(EmptyStretches.after(key(17)));
  }

  @Test
  void aQueueNeedsFewHoweverLongItIsUsed() {
    for (int head = 1; head < 5_000; head++) {
      empty.written(new Batch(List.of(), new byte[][] {key(head)}, new byte[][] {null}), head);
      empty.learn(key(Math.max(0, head - 2)), key(head), head, true);
      assertThat(empty.above(key(0), head).end()).isEqualTo(key(head));
      assertThat(empty.size()).isLessThan(12);
    }
    assertThat(empty.above(key(0), 4_000)).as("for readers of an earlier state too").isNotNull();
  }

  @Test
  void theirNumberIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      empty.learn(key(3 * i), key(3 * i + 1), 1, true);
    }
    assertThat(empty.size()).isBetween(1_000, 2_048);
    assertThat(empty.above(key(29_997), 1)).as("the latest").isNotNull();
  }

  /** Against a memory of all states: what it says is empty is so in the state that asks. */
  @Test
  void neverHidesAKey() {
    Random random = new Random(1);
    TreeMap<Long, TreeSet<Integer>> states = new TreeMap<>();
    states.put(0L, new TreeSet<>());
    int steps = 0;
    for (long state = 1; state < 20_000; state++) {
      TreeSet<Integer> keys = new TreeSet<>(states.lastEntry().getValue());
      empty.written(change(random, keys), state);
      states.put(state, keys);
      if (states.size() > 400) {
        states.pollFirstEntry();
      }
      long seen = state - random.nextInt(Math.min(states.size(), 1 + random.nextInt(400)));
      TreeSet<Integer> then = states.get(seen);
      int from = random.nextInt(KEYS);
      if (random.nextBoolean()) {
        Integer found = then.ceiling(from);
        empty.learn(key(from), found == null ? null : key(found), seen, true);
      } else {
        Integer found = then.lower(from);
        byte[] begin = found == null ? new byte[0] : EmptyStretches.after(key(found));
        empty.learn(begin, key(from), seen, false);
      }
      steps += check(random, then, seen);
    }
    assertThat(steps).as("it is of some use").isGreaterThan(10_000);
  }

  private static Batch change(Random random, TreeSet<Integer> keys) {
    List<KeyRange> ranges = new ArrayList<>();
    if (random.nextInt(40) == 0) {
      int from = random.nextInt(KEYS);
      int to = from + random.nextInt(KEYS / 2);
      ranges.add(new KeyRange(key(from), key(to)));
      keys.subSet(from, to).clear();
    }
    TreeMap<Integer, byte[]> changes = new TreeMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      int number = random.nextInt(KEYS);
      boolean put = random.nextInt(3) == 0;
      changes.put(number, put ? new byte[] {1} : null);
      if (put) {
        keys.add(number);
      } else {
        keys.remove(number);
      }
    }
    byte[][] changed =
        changes.keySet().stream().map(EmptyStretchesTest::key).toArray(byte[][]::new);
    return new Batch(ranges, changed, changes.values().toArray(NONE));
  }

  private int check(Random random, TreeSet<Integer> then, long state) {
    int steps = 0;
    int from = random.nextInt(KEYS);
    EmptyStretches.Skip skip = empty.above(key(from), state);
    if (skip != null) {
      steps++;
      Integer next = then.ceiling(from);
      if (next != null) {
        assertThat(skip.end()).isNotNull();
        assertThat(number(skip.end())).isLessThanOrEqualTo(next);
      }
    }
    byte[] begin = empty.beneath(key(from), state);
    if (begin != null) {
      steps++;
      Integer next = then.lower(from);
      if (next != null) {
        assertThat(begin.length).isGreaterThanOrEqualTo(2);
        assertThat(number(begin) + (begin.length > 2 ? 1 : 0)).isGreaterThan(next);
      }
    }
    return steps;
  }
}
