package io.nephele.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OptimisticStoreTest {
  /** More commits than the log of commits holds. */
  private static final int MANY = 3000;

  private static void commitMany(Store store, Key prefix) {
    StoreContract.run(
        () -> {
          for (int i = 0; i < MANY; i++) {
            Key key = prefix.with((long) i);
            store.write(
                transaction -> {
                  transaction.put(key, new byte[1]);
                  return null;
                });
          }
        });
  }

  @Test
  void aLongTransactionCommitsIfNothingItReadHasChanged() {
    try (Store store = MvStores.inMemory()) {
      StoreContract.put(store, "a", "b");
      AtomicInteger runs = new AtomicInteger();
      store.write(
          transaction -> {
            runs.incrementAndGet();
            transaction.get(StoreContract.key("a"));
            assertThat(StoreContract.names(transaction.scan(KeyRange.prefix(Key.of("t")))))
                .hasSize(2);
            commitMany(store, Key.of("elsewhere"));
            return StoreContract.putText(transaction, "c", "c");
          });
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void aLongTransactionRunsAgainIfWhatItReadHasChanged() {
    try (Store store = MvStores.inMemory()) {
      AtomicInteger runs = new AtomicInteger();
      store.write(
          transaction -> {
            int count = StoreContract.count(transaction.scan(KeyRange.prefix(Key.of("t"))));
            if (runs.incrementAndGet() == 1) {
              commitMany(store, Key.of("t"));
            }
            transaction.put(Key.of("count"), StoreContract.value("" + count));
            return null;
          });
      assertThat(runs).hasValue(2);
      assertThat(StoreContract.text(store.<byte[]>read(reader -> reader.get(Key.of("count")))))
          .isEqualTo("" + MANY);
    }
  }

  @Test
  void aMillionSmallEntriesAreDeletedAtOnce() {
    try (Store store = MvStores.inMemory()) {
      for (int batch = 0; batch < 100; batch++) {
        long first = batch * 10_000L;
        store.write(
            transaction -> {
              for (long i = first; i < first + 10_000; i++) {
                transaction.put(Key.of("t").with(i), new byte[0]);
              }
              return null;
            });
      }
      store.write(
          transaction -> {
            transaction.deleteRange(
                KeyRange.between(Key.of("t").with(10L), Key.of("t").with(999_990L)));
            return null;
          });
      assertThat(
              (int) store.<Integer>read(reader -> StoreContract.count(reader.scan(KeyRange.ALL))))
          .isEqualTo(20);
    }
  }
}
