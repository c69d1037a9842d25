package io.nephele.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.SerializabilityContract;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreContract;
import io.nephele.core.store.layers.LayeredStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Worlds in a database: where a world stands is fetched together with what is first read of it, by
 * a guess that may be wrong.
 */
class WorldsOnPostgresTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Store forked() {
    LayeredStores worlds = new LayeredStores(PostgresStore.open(TestDatabase.create()), "main");
    worlds.fork("main", "fork", false, NOW);
    return worlds.open("fork");
  }

  @Nested
  class Contract extends StoreContract {
    @Override
    protected Store open() {
      return forked();
    }

    @Override
    protected boolean isDurable() {
      return false; // every one is another database
    }
  }

  @Nested
  class Serializability extends SerializabilityContract {
    @Override
    protected Store open() {
      return forked();
    }

    @Override
    protected int transactionsPerThread() {
      return 100;
    }
  }

  private static void put(Store store, String name) {
    store.write(
        transaction -> {
          transaction.put(Key.of(name), new byte[] {1});
          return null;
        });
  }

  private static List<Key> keys(Store store) {
    return store.read(
        reader -> {
          List<Key> keys = new ArrayList<>();
          for (Entry entry : reader.scan(KeyRange.ALL)) {
            keys.add(entry.key());
          }
          return keys;
        });
  }

  /** Whenever one node forks, the main world stands elsewhere than the other node last saw. */
  @Test
  void aWorldThatWasForkedElsewhereIsFound() {
    DatabaseAddress address = TestDatabase.create();
    try (Store first = PostgresStore.open(address);
        Store second = PostgresStore.open(address)) {
      LayeredStores here = new LayeredStores(first, "main");
      Store main = here.open("main");
      Store elsewhere = new LayeredStores(second, "main").open("main");
      List<Key> expected = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String name = "k" + i;
        here.fork("main", "fork" + i, false, NOW);
        put(main, name);
        expected.add(Key.of(name));
        switch (i % 3) {
          case 0 -> assertThat(keys(elsewhere)).isEqualTo(expected);
          case 1 ->
              assertThat((byte[]) elsewhere.read(reader -> reader.get(Key.of(name)))).isNotNull();
          default -> {
            String other = name + "x";
            put(elsewhere, other);
            expected.add(Key.of(other));
          }
        }
        assertThat(keys(main)).isEqualTo(expected);
        assertThat(keys(here.open("fork" + i))).hasSizeLessThan(expected.size());
      }
    }
  }
}
