package io.nephele.stores.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Batch;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Engine;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreInUseException;
import io.nephele.stores.Durability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path folder;

  private Store open() {
    return DataFolder.open(folder, Durability.RELAXED);
  }

  private static List<String> rows(Store store) {
    return store.read(
        reader -> {
          List<String> rows = new ArrayList<>();
          for (Entry entry : reader.scan(KeyRange.ALL)) {
            rows.add(entry.key() + "=" + new String(entry.value(), StandardCharsets.UTF_8));
          }
          return rows;
        });
  }

  private static void put(Store store, Key key, String value) {
    store.write(
        transaction -> {
          transaction.put(key, value.getBytes(StandardCharsets.UTF_8));
          return null;
        });
  }

  @Test
  void keepsWhatItHasAndSaysItsFormat() {
    try (Store store = open()) {
      put(store, Key.of("a"), "1");
    }
    assertThat(folder.resolve("format")).hasContent("nephele data format 3");
    try (Store store = open()) {
      assertThat(rows(store)).hasSize(1);
    }
  }

  @Test
  void isOpenOnce() {
    try (Store store = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreInUseException.class)
          .hasMessage(folder + " is in use by another process");
      put(store, Key.of("a"), "1");
      assertThat(rows(store)).hasSize(1);
    }
  }

  @Test
  void leavesANewerFormatAlone() throws IOException {
    Files.writeString(folder.resolve("format"), "nephele data format 4\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(UnknownFormatException.class)
        .hasMessage(
            folder + " has format 4, which a newer Nephele wrote; this one reads formats up to 3");
    assertThat(folder.toFile().list()).containsExactly("format");
  }

  @Test
  void refusesAFormatThatIsNone() throws IOException {
    for (String text : new String[] {"", "2", "nephele data format x", "nephele data format 0"}) {
      Files.writeString(folder.resolve("format"), text);
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("does not say a format");
    }
  }

  /** The file was made by a build of format 1. */
  private void formatOne() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("format-1.mv")) {
      Files.copy(in, folder.resolve("world.mv"));
    }
  }

  private static void assertFormatOnesRows(Store store) {
    assertThat(rows(store)).hasSize(201).contains("(b, 7)=value 7");
    assertThat(store.<byte[]>read(reader -> reader.get(Key.of("large")))).hasSize(5000);
  }

  @Test
  void migratesAnEarlierBuildsFileOnce() throws IOException {
    formatOne();
    try (Store store = open()) {
      assertFormatOnesRows(store);
      put(store, Key.of("b").with(7L), "changed");
    }
    assertThat(folder.resolve("world.mv")).doesNotExist();
    assertThat(folder.resolve("world.mv.migrated")).exists();
    try (Store store = open()) {
      assertThat(rows(store)).hasSize(201).contains("(b, 7)=changed");
    }
  }

  @Test
  void anInterruptedMigrationBeginsAnew() throws IOException {
    formatOne();
    Migration interrupted =
        (where, engine) -> {
          byte[][] key = {Key.of("left").encoded()};
          engine.apply(new Batch(List.of(), key, key));
          throw new StoreException("interrupted", null);
        };
    assertThatThrownBy(
            () ->
                new DataFolder(List.of(interrupted)).openEngine(folder, Durability.RELAXED).close())
        .hasMessage("interrupted");
    assertThat(folder.resolve("format")).doesNotExist();
    try (Store store = open()) {
      assertFormatOnesRows(store);
    }
  }

  @Test
  void refusesAnEarlierBuildsFileThatIsDamaged() throws IOException {
    Files.writeString(folder.resolve("world.mv"), "not a store\n".repeat(2000));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("world.mv cannot be read");
    }
    assertThat(folder.resolve("world.mv")).content().startsWith("not a store\n");
  }

  @Test
  void migrationsRunInOrderEachOnce() {
    List<Integer> runs = new ArrayList<>();
    List<Migration> migrations = new ArrayList<>();
    for (int number = 2; number <= 4; number++) {
      int to = number;
      migrations.add(
          (where, engine) -> {
            runs.add(to);
            byte[][] key = {Key.of("k").with((long) to).encoded()};
            engine.apply(new Batch(List.of(), key, key));
          });
      try (Engine engine =
              new DataFolder(List.copyOf(migrations)).openEngine(folder, Durability.STRICT);
          Engine.Snapshot snapshot = engine.snapshot()) {
        Engine.Cursor cursor = snapshot.scan(KeyRange.ALL, Direction.FORWARD);
        for (int i = 2; i <= number; i++) {
          assertThat(cursor.next()).isTrue();
        }
        assertThat(cursor.next()).isFalse();
      }
    }
    assertThat(runs).containsExactly(2, 3, 4);
    assertThatThrownBy(this::open).isInstanceOf(UnknownFormatException.class);
  }
}
