package io.nephele.core.store.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Worlds that are forked, restored, deleted and tidied, beside plain maps that are copied. A test
 * class of an engine extends this and says how to open an empty store.
 */
public abstract class LayeredStoresContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** A folder for what the engine keeps. */
  @TempDir protected Path folder;

  private final List<Store> opened = new ArrayList<>();

  /** Opens an empty store. */
  protected abstract Store openStore();

  /** How many random steps are taken with each seed. */
  protected int steps() {
    return 400;
  }

  private Store open() {
    Store store = openStore();
    opened.add(store);
    return store;
  }

  @AfterEach
  void close() {
    opened.forEach(Store::close);
  }

  private static Key key(long number) {
    return Key.of("t").with(number);
  }

  private static void put(LayeredStores stores, String world, long number, int value) {
    stores
        .open(world)
        .write(
            transaction -> {
              transaction.put(key(number), new byte[] {(byte) value});
              return null;
            });
  }

  private static List<String> rows(Reader reader, KeyRange range, Direction direction) {
    List<String> rows = new ArrayList<>();
    for (Entry entry : reader.scan(range, direction)) {
      rows.add(entry.key() + "=" + entry.value()[0]);
    }
    return rows;
  }

  private static List<String> rows(LayeredStores stores, String world) {
    return stores.open(world).read(reader -> rows(reader, KeyRange.ALL, Direction.FORWARD));
  }

  @Test
  void aForkAndItsOriginGoTheirOwnWays() {
    LayeredStores stores = new LayeredStores(open(), "main");
    put(stores, "main", 1, 1);
    stores.fork("main", "fork", false, NOW);
    put(stores, "main", 2, 2);
    put(stores, "fork", 1, 9);
    assertThat(rows(stores, "main")).containsExactly("(t, 1)=1", "(t, 2)=2");
    assertThat(rows(stores, "fork")).containsExactly("(t, 1)=9");
  }

  @Test
  void aSnapshotIsKeptWhateverTheWorldBecomes() {
    LayeredStores stores = new LayeredStores(open(), "main");
    put(stores, "main", 1, 1);
    stores.fork("main", "before", true, NOW);
    put(stores, "main", 1, 2);
    put(stores, "main", 2, 2);
    stores.restore("main", "before");
    assertThat(rows(stores, "main")).containsExactly("(t, 1)=1");
    put(stores, "main", 3, 3);
    stores.restore("main", "before");
    assertThat(rows(stores, "main")).containsExactly("(t, 1)=1");
    assertThatThrownBy(() -> stores.restore("before", "main"))
        .hasMessage("before is a snapshot, which nothing changes");
  }

  @Test
  void wrongNamesAreRefused() {
    LayeredStores stores = new LayeredStores(open(), "main");
    stores.fork("main", "fork", false, NOW);
    assertThatThrownBy(() -> stores.fork("main", "fork", false, NOW))
        .hasMessage("There is a world fork already");
    assertThatThrownBy(() -> stores.fork("other", "new", false, NOW))
        .hasMessage("There is no world other");
    assertThatThrownBy(() -> stores.delete("main")).hasMessageContaining("always there");
    assertThatThrownBy(() -> stores.delete("other")).hasMessage("There is no world other");
  }

  /** A queue that is emptied from its head must not become slow: it is one hole. */
  @Test
  void whatIsDeletedInARowIsOneHole() {
    Store beneath = open();
    LayeredStores stores = new LayeredStores(beneath, "main");
    for (int i = 0; i < 100; i++) {
      put(stores, "main", i, i);
    }
    stores.fork("main", "fork", false, NOW);
    for (int i = 0; i < 100; i += 2) {
      delete(stores, "fork", i);
    }
    assertThat(holes(beneath)).isEqualTo(50);
    for (int i = 1; i < 99; i += 2) {
      delete(stores, "fork", i);
    }
    assertThat(holes(beneath)).isEqualTo(1);
    assertThat(rows(stores, "fork")).containsExactly("(t, 99)=99");
    assertThat(rows(stores, "main")).hasSize(100);
  }

  private static void delete(LayeredStores stores, String world, long number) {
    stores
        .open(world)
        .write(
            transaction -> {
              transaction.delete(key(number));
              return null;
            });
  }

  private static int holes(Store beneath) {
    return beneath.read(
        reader -> {
          int count = 0;
          for (long layer = 1; layer < 10; layer++) {
            for (Entry unused : new Holes(reader, Layer.of(layer)).scan()) {
              count++;
            }
          }
          return count;
        });
  }

  /** What deleted worlds leave behind is put together, and nobody sees it happen. */
  @Test
  void layersAreTidiedWhenForksGo() {
    Store beneath = open();
    LayeredStores stores = new LayeredStores(beneath, "main");
    for (int i = 0; i < 2000; i++) {
      put(stores, "main", i, 1);
    }
    for (int i = 0; i < 5; i++) {
      stores.fork("main", "snapshot" + i, true, NOW);
      put(stores, "main", i, 7);
      delete(stores, "main", 1000 + i);
    }
    List<String> before = rows(stores, "main");
    assertThat(stores.depth("main")).isEqualTo(6);
    for (int i = 0; i < 5; i++) {
      stores.delete("snapshot" + i);
      while (stores.tidy()) {
        assertThat(rows(stores, "main")).isEqualTo(before);
      }
    }
    assertThat(stores.depth("main")).isEqualTo(1);
    assertThat(rows(stores, "main")).isEqualTo(before);
    assertThat(holes(beneath)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void behavesAsCopiedMapsDo(long seed) {
    Random random = new Random(seed);
    LayeredStores stores = new LayeredStores(open(), "main");
    Map<String, NavigableMap<Long, Integer>> worlds = new TreeMap<>();
    Map<String, NavigableMap<Long, Integer>> snapshots = new TreeMap<>();
    worlds.put("main", new TreeMap<>());
    for (int step = 0; step < steps(); step++) {
      switch (random.nextInt(12)) {
        case 0 -> {
          String from = any(random, worlds);
          String name = (random.nextBoolean() ? "w" : "s") + step;
          stores.fork(from, name, name.startsWith("s"), NOW);
          (name.startsWith("s") ? snapshots : worlds).put(name, new TreeMap<>(worlds.get(from)));
        }
        case 1 -> {
          if (!snapshots.isEmpty()) {
            String world = any(random, worlds);
            String from = any(random, snapshots);
            stores.restore(world, from);
            worlds.put(world, new TreeMap<>(snapshots.get(from)));
          }
        }
        case 2 -> {
          Map<String, NavigableMap<Long, Integer>> some = random.nextBoolean() ? worlds : snapshots;
          if (!some.isEmpty()) {
            String name = any(random, some);
            if (!name.equals("main")) {
              stores.delete(name);
              some.remove(name);
            }
          }
        }
        case 3 -> stores.tidy();
        default -> {
          String world = any(random, worlds);
          stores
              .open(world)
              .write(transaction -> change(random.nextLong(), transaction, worlds.get(world)));
        }
      }
      String some = any(random, worlds);
      assertSame(stores, some, worlds.get(some), random);
      String other = any(random, worlds);
      assertThat(differences(stores, some, other))
          .isEqualTo(differences(worlds.get(some), worlds.get(other)));
    }
    while (stores.tidy()) {
      // until all is done
    }
    worlds.forEach((name, map) -> assertSame(stores, name, map, random));
    snapshots.forEach((name, map) -> assertSame(stores, name, map, random));
  }

  private static List<String> differences(LayeredStores stores, String left, String right) {
    return stores.compare(
        left,
        right,
        (one, other, keys) -> {
          List<String> differences = new ArrayList<>();
          keys.forEachRemaining(
              key -> {
                if (!Arrays.equals(one.get(key), other.get(key))) {
                  differences.add(key.toString());
                }
              });
          return differences;
        });
  }

  private static List<String> differences(Map<Long, Integer> left, Map<Long, Integer> right) {
    List<String> differences = new ArrayList<>();
    for (long number = 0; number < 60; number++) {
      if (!Objects.equals(left.get(number), right.get(number))) {
        differences.add("(t, " + number + ")");
      }
    }
    return differences;
  }

  private static String any(Random random, Map<String, ?> map) {
    return List.copyOf(map.keySet()).get(random.nextInt(map.size()));
  }

  private static Void change(long seed, Transaction transaction, NavigableMap<Long, Integer> map) {
    Random random = new Random(seed);
    for (int i = random.nextInt(8); i >= 0; i--) {
      long number = random.nextInt(40);
      switch (random.nextInt(5)) {
        case 0 -> {
          long end = number + random.nextInt(10);
          transaction.deleteRange(KeyRange.between(key(number), key(end)));
          map.subMap(number, end).clear();
        }
        case 1, 2 -> {
          transaction.delete(key(number));
          map.remove(number);
        }
        case 3 -> emptyFromTheHead(transaction, map, random.nextInt(4));
        default -> {
          int value = random.nextInt(100);
          transaction.put(key(number), new byte[] {(byte) value});
          map.put(number, value);
        }
      }
    }
    assertThat(rows(transaction, KeyRange.ALL, Direction.FORWARD)).isEqualTo(text(map));
    return null;
  }

  /** Deletes while it scans, as queues do. */
  private static void emptyFromTheHead(
      Transaction transaction, NavigableMap<Long, Integer> map, int count) {
    int left = count;
    for (Entry entry : transaction.scan(KeyRange.ALL)) {
      if (left-- == 0) {
        return;
      }
      transaction.delete(entry.key());
      assertThat(map.pollFirstEntry()).isNotNull();
    }
  }

  private static List<String> text(Map<Long, Integer> map) {
    List<String> rows = new ArrayList<>();
    map.forEach((number, value) -> rows.add("(t, " + number + ")=" + value));
    return rows;
  }

  private static void assertSame(
      LayeredStores stores, String world, NavigableMap<Long, Integer> map, Random random) {
    assertThat(rows(stores, world)).isEqualTo(text(map));
    long from = random.nextInt(40);
    long to = from + random.nextInt(40);
    KeyRange range = KeyRange.between(key(from), key(to));
    stores
        .open(world)
        .read(
            reader -> {
              assertThat(rows(reader, range, Direction.REVERSE))
                  .isEqualTo(text(map.subMap(from, to)).reversed());
              assertThat(reader.get(key(from)) == null).isEqualTo(map.get(from) == null);
              return null;
            });
  }
}
