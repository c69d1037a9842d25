package io.nephele.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Few connections, and values that are large. */
class LimitsTest {
  /** All threads hold the connections that there are, and all need another one to go on. */
  @Test
  void readsInsideTransactionsDoNotWaitForEachOther() throws Exception {
    Key key = Key.of("count");
    try (Store store = PostgresStore.open(TestDatabase.create("&connections=2"))) {
      List<Future<Integer>> runs = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 8; i++) {
          long number = i;
          runs.add(
              threads.submit(
                  () ->
                      store.write(
                          transaction -> {
                            transaction.get(key.with(number));
                            byte[] seen = store.read(reader -> reader.get(key));
                            transaction.put(key.with(number), new byte[1]);
                            return seen == null ? 0 : 1;
                          })));
        }
      }
      for (Future<Integer> run : runs) {
        assertThat(run.get()).isZero();
      }
      int count = store.<List<Entry>>read(reader -> all(reader.scan(KeyRange.ALL))).size();
      assertThat(count).isEqualTo(8);
    }
  }

  private static List<Entry> all(Iterable<Entry> scan) {
    List<Entry> entries = new ArrayList<>();
    scan.forEach(entries::add);
    return entries;
  }

  @Test
  void keepsValuesOfTensOfMegabytes() {
    byte[] large = new byte[24 << 20];
    new Random(3).nextBytes(large);
    byte[] medium = new byte[100_000];
    try (Store store = PostgresStore.open(TestDatabase.create())) {
      store.write(
          transaction -> {
            transaction.put(Key.of("a"), new byte[] {1});
            transaction.put(Key.of("b"), large);
            transaction.put(Key.of("c"), medium);
            transaction.put(Key.of("d"), new byte[] {4});
            return null;
          });
      List<Entry> found = store.read(reader -> all(reader.scan(KeyRange.ALL)));
      assertThat(found).hasSize(4);
      assertThat(found.get(0).value()).containsExactly(1);
      assertThat(found.get(1).value()).isEqualTo(large);
      assertThat(found.get(2).value()).isEqualTo(medium);
      assertThat(found.get(3).value()).containsExactly(4);
    }
  }
}
