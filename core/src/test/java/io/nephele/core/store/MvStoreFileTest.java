package io.nephele.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvStoreFileTest {
  @TempDir Path folder;

  @Test
  void refusesAFileThatIsOpenElsewhere() {
    Path file = folder.resolve("world.mv");
    try (Store store = MvStores.onFile(file)) {
      assertThatThrownBy(() -> MvStores.onFile(file))
          .isInstanceOf(StoreInUseException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("in use");
      StoreContract.put(store, "a");
    }
    try (Store store = MvStores.onFile(file)) {
      assertThat(StoreContract.names(store)).containsExactly("a");
    }
  }

  @Test
  void saysWhyAFileCannotBeOpened() throws IOException {
    Path noFolder = folder.resolve("none/world.mv");
    assertThatThrownBy(() -> MvStores.onFile(noFolder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("none");
    Path notAStore = folder.resolve("text");
    Files.writeString(notAStore, "x".repeat(20_000));
    assertThatThrownBy(() -> MvStores.onFile(notAStore))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("text");
  }

  @Test
  void flushedDataIsThereWithoutClosing() throws IOException {
    Path file = folder.resolve("world.mv");
    Path copy = folder.resolve("copy.mv");
    try (Store store = MvStores.onFile(file)) {
      StoreContract.put(store, "a", "b");
      store.flush();
      Files.copy(file, copy);
    }
    try (Store store = MvStores.onFile(copy)) {
      assertThat(StoreContract.names(store)).containsExactly("a", "b");
    }
  }

  @Test
  void aFileWhoseEntriesComeAndGoStaysSmall() throws IOException {
    Path file = folder.resolve("world.mv");
    try (Store store = MvStores.onFile(file)) {
      for (int round = 0; round < 100; round++) {
        Key prefix = Key.of("t").with((long) round);
        Key before = Key.of("t").with((long) round - 1);
        store.write(
            transaction -> {
              for (int i = 0; i < 1000; i++) {
                transaction.put(prefix.with((long) i), new byte[500]);
              }
              transaction.deletePrefix(before);
              return null;
            });
        store.flush();
      }
      // 50 MB have been written, half a megabyte at a time.
      assertThat(Files.size(file)).isLessThan(8 << 20);
      assertThat(
              (int) store.<Integer>read(reader -> StoreContract.count(reader.scan(KeyRange.ALL))))
          .isEqualTo(1000);
    }
    try (Store store = MvStores.onFile(file)) {
      assertThat(
              (int) store.<Integer>read(reader -> StoreContract.count(reader.scan(KeyRange.ALL))))
          .isEqualTo(1000);
    }
  }

  @Test
  void aReaderKeepsItsStateWhileTheFileIsRewritten() {
    Path file = folder.resolve("world.mv");
    try (Store store = MvStores.onFile(file)) {
      fill(store, 0);
      store.flush();
      int seen =
          store.read(
              reader -> {
                for (int round = 1; round < 20; round++) {
                  int value = round;
                  StoreContract.run(
                      () -> {
                        fill(store, value);
                        store.flush();
                      });
                }
                int count = 0;
                for (Entry entry : reader.scan(KeyRange.ALL)) {
                  assertThat(entry.value()[0]).isZero();
                  count++;
                }
                return count;
              });
      assertThat(seen).isEqualTo(5000);
    }
  }

  private static void fill(Store store, int value) {
    store.write(
        transaction -> {
          for (int i = 0; i < 5000; i++) {
            byte[] bytes = new byte[400];
            bytes[0] = (byte) value;
            transaction.put(Key.of("t").with((long) i), bytes);
          }
          return null;
        });
  }
}
