package io.nephele.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Key;
import io.nephele.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The tables: who makes them, and which are refused. */
class SchemaTest {
  @Test
  void nodesThatStartTogetherMakeTheTablesOnce() throws Exception {
    DatabaseAddress address = TestDatabase.create();
    List<Future<PostgresStore>> opened = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        opened.add(threads.submit(() -> PostgresStore.open(address)));
      }
    }
    for (Future<PostgresStore> one : opened) {
      try (PostgresStore store = one.get()) {
        store.write(
            transaction -> {
              byte[] before = transaction.get(Key.of("nodes"));
              transaction.put(
                  Key.of("nodes"), new byte[] {(byte) (before == null ? 1 : before[0] + 1)});
              return null;
            });
      }
    }
    try (PostgresStore store = PostgresStore.open(address)) {
      byte[] count = store.read(reader -> reader.get(Key.of("nodes")));
      assertThat(count).containsExactly(6);
    }
  }

  @Test
  void refusesTablesOfANewerFormat() throws Exception {
    DatabaseAddress address = TestDatabase.create();
    PostgresStore.open(address).close();
    TestDatabase.execute(address, "UPDATE nephele_format SET format = 2");
    assertThatThrownBy(() -> PostgresStore.open(address))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the database "
                + address
                + " cannot be used: its tables are of format 2, which a newer Nephele has made;"
                + " this one knows format 1");
  }

  @Test
  void saysWhatTheDatabaseSaysAboutAWrongName() {
    DatabaseAddress address = TestDatabase.create();
    String text = address.toString().replaceAll("/postgres$", "/nowhere");
    assertThatThrownBy(() -> PostgresStore.open(DatabaseAddress.parse(text)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("database \"nowhere\" does not exist");
  }
}
