package io.nephele.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.history.HistoryChecker;
import io.nephele.core.store.history.RandomTransactions;
import io.nephele.core.store.history.RecordedTransaction;
import io.nephele.core.store.history.RecordedTransaction.Outcome;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random transactions of several threads, and a check of the recorded history: does an order of the
 * transactions exist that keeps to real time and in which each would have read what it read?
 */
public abstract class SerializabilityContract {
  private static final int THREADS = 4;

  /** A folder for what the engine keeps. */
  @TempDir protected Path folder;

  /** Opens an empty store. */
  protected abstract Store open();

  /** How many transactions each thread runs. */
  protected int transactionsPerThread() {
    return 1500;
  }

  private static Key key(int number) {
    return Key.of("list").with((long) number);
  }

  /** Reads, scans, appends, blind writes, deletions of ranges, and transactions that give up. */
  @Test
  void historiesHaveASerialOrderThatKeepsToRealTime() throws InterruptedException {
    try (Store store = open()) {
      RandomTransactions clients = new RandomTransactions(store, 8);
      List<RecordedTransaction> history = clients.run(THREADS, transactionsPerThread(), 1);
      assertThat(HistoryChecker.check(history)).isEmpty();
      assertThat(history)
          .filteredOn(transaction -> transaction.outcome() == Outcome.COMMITTED)
          .hasSizeGreaterThan(THREADS * transactionsPerThread() * 3 / 4);
    }
  }

  /** Money moves between accounts; every reader, at any time, sees the same sum. */
  @Test
  void transfersKeepTheSum() throws InterruptedException {
    int accounts = 8;
    try (Store store = open()) {
      store.write(
          transaction -> {
            for (int i = 0; i < accounts; i++) {
              transaction.put(key(i), bytes(List.of(100)));
            }
            return null;
          });
      StoreContract.inParallel(
          THREADS,
          thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < transactionsPerThread(); i++) {
              int from = random.nextInt(accounts);
              int to = (from + 1 + random.nextInt(accounts - 1)) % accounts;
              int amount = random.nextInt(50);
              store.write(
                  transaction -> {
                    int balance = list(transaction.get(key(from))).getFirst();
                    if (balance >= amount) {
                      int other = list(transaction.get(key(to))).getFirst();
                      transaction.put(key(from), bytes(List.of(balance - amount)));
                      transaction.put(key(to), bytes(List.of(other + amount)));
                    }
                    return null;
                  });
              if (i % 10 == 0) {
                List<Integer> balances =
                    store.read(
                        reader -> {
                          List<Integer> found = new ArrayList<>();
                          reader
                              .scan(KeyRange.ALL)
                              .forEachRemaining(e -> found.add(list(e.value()).getFirst()));
                          return found;
                        });
                assertThat(balances).allMatch(balance -> balance >= 0);
                assertThat(balances.stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(100 * accounts);
              }
            }
          });
    }
  }

  private static List<Integer> list(byte[] stored) {
    List<Integer> list = new ArrayList<>();
    if (stored != null) {
      ByteBuffer from = ByteBuffer.wrap(stored);
      while (from.hasRemaining()) {
        list.add(from.getInt());
      }
    }
    return list;
  }

  private static byte[] bytes(List<Integer> list) {
    ByteBuffer to = ByteBuffer.allocate(list.size() * 4);
    list.forEach(to::putInt);
    return to.array();
  }
}
