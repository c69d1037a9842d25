package io.nephele.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.store.layers.LayeredStores;
import io.nephele.core.worlds.ArchiveHeader;
import io.nephele.core.worlds.RandomWorlds;
import io.nephele.core.worlds.WorldArchive;
import io.nephele.stores.postgres.PostgresStore;
import io.nephele.stores.postgres.TestDatabase;
import io.nephele.stores.rocks.RocksStores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A world's file is the same whatever the store it comes from, and goes into any. */
class PortableWorldsTest {
  private static final ArchiveHeader HEADER = ArchiveHeader.of("1", Instant.EPOCH, "default");

  @TempDir private Path folder;

  private static byte[] export(Store store) throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    new WorldArchive().exportTo(to, HEADER, store);
    return to.toByteArray();
  }

  /** The file of a store that the world of a file was imported into. */
  private static byte[] through(Store store, byte[] file) throws IOException {
    new WorldArchive().importInto(store, new ByteArrayInputStream(file));
    return export(store);
  }

  private static byte[] world() throws IOException {
    try (Store memory = MvStores.inMemory()) {
      new RandomWorlds(7).fill(memory, 3000);
      return export(memory);
    }
  }

  @Test
  void throughRocksDb() throws IOException {
    byte[] file = world();
    try (Store rocks = RocksStores.open(folder.resolve("db"), Durability.RELAXED)) {
      assertThat(through(rocks, file)).isEqualTo(file);
    }
    try (Store reopened = RocksStores.open(folder.resolve("db"), Durability.RELAXED)) {
      assertThat(export(reopened)).isEqualTo(file);
    }
  }

  @Test
  void throughPostgresql() throws IOException {
    byte[] file = world();
    try (Store postgres = PostgresStore.open(TestDatabase.create())) {
      assertThat(through(postgres, file)).isEqualTo(file);
    }
  }

  @Test
  void throughALayerOfAStore() throws IOException {
    byte[] file = world();
    try (LayeredStores worlds =
        new LayeredStores(
            RocksStores.open(folder.resolve("layers"), Durability.RELAXED), "default")) {
      worlds.create("imported", Instant.EPOCH);
      assertThat(through(worlds.open("imported"), file)).isEqualTo(file);
      worlds.fork("imported", "fork", false, Instant.EPOCH);
      assertThat(export(worlds.open("fork"))).isEqualTo(file);
    }
  }
}
