package io.nephele.stores.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Batch;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Engine;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreInUseException;
import io.nephele.stores.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;

class RocksEngineTest {
  @TempDir private Path folder;

  private RocksEngine open(Durability durability) {
    return RocksEngine.open(folder.resolve("db"), durability);
  }

  private static Batch put(byte[] key, byte[] value) {
    return new Batch(List.of(), new byte[][] {key}, new byte[][] {value});
  }

  private static byte[] key(long number) {
    return Key.of("t").with(number).encoded();
  }

  @Test
  void isOpenOnce() {
    try (Engine engine = open(Durability.RELAXED)) {
      assertThatThrownBy(() -> open(Durability.RELAXED)).isInstanceOf(StoreInUseException.class);
      engine.apply(put(key(1), key(1)));
    }
  }

  @Test
  void saysWhyItCannotBeOpened() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> RocksEngine.open(file.resolve("db"), Durability.RELAXED))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
    open(Durability.RELAXED).close();
    Files.writeString(folder.resolve("db/CURRENT"), "garbage");
    assertThatThrownBy(() -> open(Durability.RELAXED))
        .isInstanceOf(StoreException.class)
        .isNotInstanceOf(StoreInUseException.class)
        .hasMessageContaining("Cannot open the store " + folder.resolve("db"));
  }

  @Test
  void theNativeLibraryIsTheOneThatItsFolderIsNamedAfter() {
    open(Durability.RELAXED).close();
    assertThat(RocksDB.rocksdbVersion().toString()).isEqualTo(NativeLibrary.VERSION);
  }

  /** A process that is killed leaves just what a copy of its files is. */
  @Test
  void whatIsAppliedSurvivesWithoutClosing() throws IOException {
    Path copy = folder.resolve("copy");
    try (Engine engine = open(Durability.RELAXED)) {
      for (int i = 0; i < 1000; i++) {
        engine.apply(put(key(i), key(i)));
      }
      Files.createDirectories(copy);
      try (Stream<Path> files = Files.list(folder.resolve("db"))) {
        for (Path file : files.filter(path -> !path.endsWith("LOCK")).toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    }
    try (Engine engine = RocksEngine.open(copy, Durability.RELAXED);
        Engine.Snapshot snapshot = engine.snapshot()) {
      assertThat(snapshot.get(key(999))).isEqualTo(key(999));
    }
  }

  @Test
  void anUnchangedValueIsAlwaysTheSameArray() {
    try (Engine engine = open(Durability.RELAXED)) {
      engine.apply(put(key(1), new byte[] {1}));
    }
    try (Engine engine = open(Durability.RELAXED)) {
      byte[] first;
      try (Engine.Snapshot snapshot = engine.snapshot()) {
        first = snapshot.get(key(1));
      }
      engine.apply(put(key(2), new byte[] {2}));
      try (Engine.Snapshot snapshot = engine.snapshot()) {
        assertThat(snapshot.get(key(1))).isSameAs(first);
        byte[] written = {3};
        engine.apply(put(key(1), written));
        assertThat(snapshot.get(key(1))).isEqualTo(first);
        try (Engine.Snapshot later = engine.snapshot()) {
          assertThat(later.get(key(1))).isSameAs(written);
        }
      }
    }
  }

  @Test
  void readersOfAStrictStoreSeeWhatIsDurableOnly() {
    try (Engine engine = open(Durability.STRICT)) {
      long number = engine.apply(put(key(1), key(1)));
      try (Engine.Snapshot latest = engine.snapshot();
          Engine.Snapshot durable = engine.durableSnapshot()) {
        assertThat(latest.get(key(1))).isNotNull();
        assertThat(durable.number()).isLessThan(number);
        assertThat(durable.get(key(1))).isNull();
      }
      engine.awaitDurable(number);
      try (Engine.Snapshot durable = engine.durableSnapshot()) {
        assertThat(durable.number()).isEqualTo(number);
        assertThat(durable.get(key(1))).isNotNull();
      }
    }
  }

  @Test
  void closingWaitsForReaders() throws InterruptedException {
    RocksEngine engine = open(Durability.RELAXED);
    engine.apply(put(key(1), key(1)));
    Engine.Snapshot snapshot = engine.snapshot();
    Engine.Cursor cursor = snapshot.scan(KeyRange.ALL, Direction.FORWARD);
    CountDownLatch closed = new CountDownLatch(1);
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  engine.close();
                  closed.countDown();
                });
    while (closer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(engine::snapshot).isInstanceOf(StoreException.class);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.value()).isEqualTo(key(1));
    assertThat(closed.getCount()).isOne();
    snapshot.close();
    assertThatThrownBy(() -> snapshot.get(key(1))).isInstanceOf(IllegalStateException.class);
    closed.await();
    closer.join();
  }

  /** Queues: put at the tail, deleted at the head; scans meet many deleted keys in a row. */
  @Test
  void snapshotsReadWhatThereWasAmongManyDeletedKeys() {
    try (Engine engine = open(Durability.RELAXED)) {
      TreeMap<Long, byte[]> model = new TreeMap<>();
      Random random = new Random(1);
      long tail = 0;
      for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 300; i++) {
          engine.apply(put(key(tail), new byte[] {(byte) tail}));
          model.put(tail, new byte[] {(byte) tail});
          tail++;
        }
        TreeMap<Long, byte[]> before = new TreeMap<>(model);
        try (Engine.Snapshot snapshot = engine.snapshot()) {
          long somewhere = tail - random.nextInt(600);
          while (model.size() > 200) {
            Long head =
                random.nextInt(10) > 0 ? model.firstKey() : model.ceilingKey(somewhere % tail);
            if (head == null) {
              head = model.firstKey();
            }
            engine.apply(put(key(head), null));
            model.remove(head);
            try (Engine.Snapshot latest = engine.snapshot()) {
              Engine.Cursor cursor = latest.scan(KeyRange.ALL, Direction.FORWARD);
              assertThat(cursor.next()).isTrue();
              assertThat(cursor.key()).isEqualTo(key(model.firstKey()));
            }
          }
          if (round % 4 == 0) {
            compare(snapshot, before);
          }
        }
        try (Engine.Snapshot latest = engine.snapshot()) {
          compare(latest, model);
        }
      }
    }
  }

  private static void compare(Engine.Snapshot snapshot, TreeMap<Long, byte[]> model) {
    for (Direction direction : Direction.values()) {
      Engine.Cursor cursor = snapshot.scan(KeyRange.ALL, direction);
      Iterable<Long> keys =
          direction == Direction.FORWARD ? model.keySet() : model.descendingKeySet();
      for (Long key : keys) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.key()).isEqualTo(key(key));
        assertThat(cursor.value()).isEqualTo(model.get(key));
      }
      assertThat(cursor.next()).isFalse();
    }
    for (long key = 0; key <= model.lastKey(); key += 7) {
      assertThat(snapshot.get(key(key))).isEqualTo(model.get(key));
    }
  }
}
