package io.nephele.stores.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Engine;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.OptimisticStore;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreFullException;
import io.nephele.stores.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a disk of its own, really full. Only who may mount one can run it. */
@Timeout(120)
class FullDiskTest {
  private static final int ROW = 3_000;

  @TempDir private Path folder;
  private Path filler;

  @BeforeEach
  void mount() throws Exception {
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", folder.toString()),
        "a small disk cannot be mounted here");
    filler = folder.resolve("filler");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", folder.toString());
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void fill(int leave) throws IOException {
    Files.write(filler, new byte[(int) folder.toFile().getUsableSpace() - leave]);
  }

  private Store open(Durability durability, long keptFree) {
    return new OptimisticStore(RocksEngine.open(folder.resolve("db"), durability, keptFree));
  }

  private static void write(Store store, int number) {
    store.write(
        transaction -> {
          transaction.put(Key.of("a").with((long) number), new byte[ROW]);
          transaction.put(Key.of("b").with((long) number), new byte[ROW]);
          return null;
        });
  }

  /** Both rows of each write, or a failure to tell. */
  private static List<Integer> rows(Store store) {
    return store.read(
        reader -> {
          List<Integer> numbers = numbers(reader, "a");
          assertThat(numbers(reader, "b")).isEqualTo(numbers);
          return numbers;
        });
  }

  private static List<Integer> numbers(Reader reader, String table) {
    List<Integer> numbers = new ArrayList<>();
    Scan scan = reader.scan(KeyRange.prefix(Key.of(table)), Direction.FORWARD);
    while (scan.hasNext()) {
      numbers.add((int) scan.next().key().without(Key.of(table)).reader().nextLong());
    }
    return numbers;
  }

  @ParameterizedTest
  @EnumSource
  void writesAreRefusedBeforeItIsFull(Durability durability) throws IOException {
    long keptFree = 16 << 20;
    List<Integer> written = new ArrayList<>();
    try (Store store = open(durability, keptFree)) {
      fill((int) keptFree + (4 << 20));
      assertThatThrownBy(
              () -> {
                while (true) {
                  write(store, written.size());
                  written.add(written.size());
                }
              })
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("is full");
      assertThat(rows(store)).isEqualTo(written);
      Files.delete(filler);
      write(store, written.size());
      written.add(written.size());
      assertThat(rows(store)).isEqualTo(written);
    }
    try (Store store = open(durability, 0)) {
      assertThat(rows(store)).isEqualTo(written);
    }
  }

  private static void writeUntilRefused(Store store, List<Integer> written) {
    assertThatThrownBy(
            () -> {
              while (true) {
                write(store, written.size());
                written.add(written.size());
              }
            })
        .isInstanceOf(StoreFullException.class)
        .message()
        .containsAnyOf("No space left on device", "is full");
  }

  /** Another program may fill it in no time. */
  @ParameterizedTest
  @EnumSource
  void itWorksAgainAfterItWasFull(Durability durability) throws IOException {
    List<Integer> written = new ArrayList<>();
    try (Store store = open(durability, 0)) {
      fill(8 << 20);
      writeUntilRefused(store, written);
      assertThat(rows(store)).isEqualTo(written);
      // The store may have made some room itself meanwhile, by putting its files together.
      writeUntilRefused(store, written);
      Files.delete(filler);
      int attempt = 1_000_000;
      while (!isWritten(store, attempt)) {
        attempt++;
        Thread.onSpinWait();
      }
      written.add(attempt);
      assertThat(rows(store)).isEqualTo(written);
      for (int i = 2_000_000; i < 2_000_100; i++) {
        write(store, i);
        written.add(i);
      }
      store.flush();
    }
    try (Engine engine = RocksEngine.open(folder.resolve("db"), durability, 0);
        Store store = new OptimisticStore(engine)) {
      assertThat(rows(store)).isEqualTo(written);
    }
  }

  private static boolean isWritten(Store store, int number) {
    try {
      write(store, number);
      return true;
    } catch (StoreException e) {
      return false;
    }
  }
}
