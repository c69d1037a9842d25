package io.nephele.stores.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.secrets.RootKey;
import io.nephele.core.store.Key;
import io.nephele.core.store.OptimisticStore;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import io.nephele.core.store.layers.LayeredStores;
import io.nephele.stores.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedSecretsTest {
  private static final Key PLACE = Key.of("000000000000").with("us-east-1").with("key");

  @TempDir private Path folder;

  private record Row(String id, String secret) {}

  /** A folder as builds of format 2 wrote it, with a main world, a snapshot and a fork. */
  private void formatTwo() {
    Table<Row> materials = Table.of("kms.materials", Row.class);
    Table<Row> others = Table.of("sqs.queues", Row.class);
    try (LayeredStores stores =
        new LayeredStores(
            new OptimisticStore(
                new DataFolder(List.of(new FromMvStore())).openEngine(folder, Durability.RELAXED)),
            "default")) {
      put(stores.open("default"), materials, "planted-first");
      stores.fork("default", "kept", true, Instant.EPOCH);
      put(stores.open("default"), materials, "planted-second");
      stores.fork("default", "fork", false, Instant.EPOCH);
      put(stores.open("fork"), materials, "planted-third");
      put(stores.open("fork"), others, "no-secret-0123456789");
    }
  }

  private static void put(Store store, Table<Row> table, String secret) {
    store.write(
        transaction -> {
          table.put(transaction, PLACE, new Row("id", secret));
          return null;
        });
  }

  @Test
  void secretsOfEarlierBuildsAreSealedInAllWorlds() throws IOException {
    formatTwo();
    assertThat(folder.resolve("format")).hasContent("nephele data format 2");
    assertThat(files().contains("planted-")).isTrue();

    RootKey rootKey = RootKey.in(folder);
    Table<Row> materials = Table.sealed("kms.materials", Row.class, rootKey);
    for (int open = 0; open < 2; open++) {
      try (LayeredStores stores =
          new LayeredStores(DataFolder.open(folder, Durability.RELAXED, rootKey), "default")) {
        for (String[] expected :
            new String[][] {{"default", "second"}, {"kept", "first"}, {"fork", "third"}}) {
          Store store = stores.open(expected[0]);
          Row row = store.read(reader -> materials.get(reader, PLACE));
          assertThat(row).isEqualTo(new Row("id", "planted-" + expected[1]));
          byte[] stored = store.read(reader -> reader.get(materials.storeKey(PLACE)));
          assertThat(RootKey.isSealed(stored)).isTrue();
        }
      }
      assertThat(files().contains("planted-")).isFalse();
    }
    assertThat(folder.resolve("format")).hasContent("nephele data format 3");
  }

  @Test
  void aFolderWithoutSecretsGetsNoKey() throws IOException {
    DataFolder.open(folder, Durability.RELAXED).close();
    assertThat(folder.resolve("root.key")).doesNotExist();
  }

  /** All that is in the files of the store. */
  private String files() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve("rocks"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
