package io.nephele.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Store;
import io.nephele.core.store.Transaction;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often the database is asked: over a network that is what a transaction costs. */
class RoundTripsTest {
  private DatabaseProxy proxy;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    DatabaseAddress direct = TestDatabase.create();
    proxy = new DatabaseProxy(TestDatabase.port());
    store = PostgresStore.open(TestDatabase.through(direct, proxy.port()));
    write(
        transaction -> {
          for (long i = 0; i < 1000; i++) {
            transaction.put(key(i), new byte[10]);
          }
        });
  }

  @AfterEach
  void close() throws IOException {
    if (store != null) {
      store.close();
      proxy.close();
    }
  }

  private static Key key(long number) {
    return Key.of("t").with(number);
  }

  private void write(Consumer<Transaction> body) {
    store.write(
        transaction -> {
          body.accept(transaction);
          return null;
        });
  }

  /** The round trips of the second time, when the statements are known. */
  private int roundTrips(Runnable work) {
    work.run();
    proxy.roundTrips();
    work.run();
    return proxy.roundTrips();
  }

  @Test
  void bodiesThatAskNothingCostNothing() {
    assertThat(roundTrips(() -> write(transaction -> {}))).isZero();
    assertThat(roundTrips(() -> store.read(reader -> 1))).isZero();
    assertThat(roundTrips(() -> write(transaction -> readBack(transaction)))).isEqualTo(2);
  }

  private static void readBack(Transaction transaction) {
    transaction.put(key(1), new byte[] {1});
    assertThat(transaction.get(key(1))).containsExactly(1);
  }

  @Test
  void theFirstReadBeginsAndTheLastWriteCommits() {
    assertThat(
            roundTrips(
                () ->
                    write(
                        transaction -> {
                          byte[] value = transaction.get(key(1));
                          transaction.put(key(1), value);
                          transaction.put(key(2), value);
                          transaction.delete(key(10_000));
                          transaction.delete(key(10_001));
                        })))
        .isEqualTo(2);
    assertThat(roundTrips(() -> write(transaction -> transaction.put(key(1), new byte[1]))))
        .isEqualTo(2);
  }

  @Test
  void aSingleLookUpIsATransactionByItself() {
    assertThat(roundTrips(() -> store.read(reader -> reader.get(key(1))))).isEqualTo(1);
    assertThat(roundTrips(() -> store.read(reader -> reader.get(key(10_000))))).isEqualTo(1);
    assertThat(
            roundTrips(
                () ->
                    store.read(
                        reader -> {
                          reader.get(key(1));
                          reader.get(key(1));
                          return reader.get(key(2));
                        })))
        .isEqualTo(3);
    assertThat(
            roundTrips(
                () ->
                    store.read(
                        reader -> {
                          reader.get(key(1));
                          return first(reader.scan(KeyRange.ALL), 10);
                        })))
        .isEqualTo(3);
  }

  @Test
  void whatWillBeReadIsFetchedWithWhatIsRead() {
    List<Key> keys = List.of(key(1), key(2), key(10_000), key(3));
    assertThat(
            roundTrips(
                () ->
                    store.read(
                        reader -> {
                          reader.prefetch(keys);
                          assertThat(reader.get(key(10_000))).isNull();
                          return reader.get(key(1)).length + reader.get(key(3)).length;
                        })))
        .isEqualTo(1);
    assertThat(
            roundTrips(
                () ->
                    write(
                        transaction -> {
                          transaction.put(key(2), new byte[10]);
                          transaction.prefetch(keys);
                          first(transaction.scan(KeyRange.ALL), 10);
                          assertThat(transaction.get(key(1))).hasSize(10);
                          assertThat(transaction.get(key(2))).hasSize(10);
                          assertThat(transaction.get(key(10_000))).isNull();
                        })))
        .isEqualTo(2);
  }

  /** The first look-up is not of the transaction that the second one needs. */
  @Test
  void aReaderSeesOneStateThoughItsFirstLookUpStoodAlone() {
    AtomicInteger runs = new AtomicInteger();
    int sum =
        store.read(
            reader -> {
              int first = reader.get(key(1)).length;
              if (runs.incrementAndGet() == 1) {
                onAnotherThread(
                    () ->
                        write(
                            transaction -> {
                              transaction.put(key(1), new byte[20]);
                              transaction.put(key(2), new byte[20]);
                            }));
              }
              return first + reader.get(key(2)).length;
            });
    assertThat(sum).isEqualTo(40);
    assertThat(runs).hasValue(2);
  }

  private static void onAnotherThread(Runnable task) {
    try {
      Thread.startVirtualThread(task).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aShortScanIsOneRead() {
    assertThat(roundTrips(() -> store.read(reader -> first(reader.scan(KeyRange.ALL), 10))))
        .isEqualTo(2);
    assertThat(roundTrips(() -> write(transaction -> first(transaction.scan(KeyRange.ALL), 10))))
        .isEqualTo(2);
  }

  @Test
  void aLongScanIsAFewReads() {
    assertThat(roundTrips(() -> store.read(reader -> first(reader.scan(KeyRange.ALL), 1000))))
        .isLessThanOrEqualTo(8);
  }

  private static int first(Scan scan, int max) {
    int count = 0;
    while (count < max && scan.hasNext()) {
      Entry entry = scan.next();
      count += entry.value().length == 10 ? 1 : 0;
    }
    assertThat(count).isEqualTo(max);
    return count;
  }
}
