package io.nephele.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random transactions of several threads, and a check of the recorded history: does an order of the
 * transactions exist in which each would have read what it read?
 */
public abstract class SerializabilityContract {
  private static final int THREADS = 4;
  private static final int KEYS = 6;

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

  /**
   * Every transaction reads some lists and appends its own number to some. The lists then tell the
   * order of the writers of each key and what each reader saw, which gives the graph of who must
   * come before whom (as Elle does it).
   */
  @Test
  void historiesOfListAppendsHaveASerialOrder() throws InterruptedException {
    List<Observed> history = Collections.synchronizedList(new ArrayList<>());
    Map<Integer, List<Integer>> last = new HashMap<>();
    try (Store store = open()) {
      StoreContract.inParallel(
          THREADS,
          thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < transactionsPerThread(); i++) {
              history.add(appendSome(store, thread * 1_000_000 + i + 1, random.nextLong()));
            }
          });
      for (int i = 0; i < KEYS; i++) {
        int number = i;
        last.put(i, store.read(reader -> list(reader.get(key(number)))));
      }
    }
    assertThat(history).hasSize(THREADS * transactionsPerThread());
    assertSerial(history, last);
  }

  private static Observed appendSome(Store store, int id, long seed) {
    return store.write(
        transaction -> {
          Random random = new Random(seed);
          Map<Integer, List<Integer>> reads = new HashMap<>();
          Set<Integer> writes = new HashSet<>();
          if (random.nextInt(4) == 0) {
            // Through a scan, from either end, perhaps not all of it.
            Direction direction = random.nextBoolean() ? Direction.FORWARD : Direction.REVERSE;
            Scan scan = transaction.scan(KeyRange.ALL, direction);
            for (int left = random.nextInt(KEYS) + 1; left > 0 && scan.hasNext(); left--) {
              Entry entry = scan.next();
              Key number = entry.key().without(Key.of("list"));
              reads.put((int) number.reader().nextLong(), list(entry.value()));
            }
          }
          for (int left = random.nextInt(3); left > 0; left--) {
            int number = random.nextInt(KEYS);
            if (!writes.contains(number)) {
              reads.put(number, list(transaction.get(key(number))));
            }
          }
          for (int left = random.nextInt(3); left > 0; left--) {
            int number = random.nextInt(KEYS);
            if (writes.add(number)) {
              List<Integer> list = new ArrayList<>(list(transaction.get(key(number))));
              reads.put(number, List.copyOf(list));
              list.add(id);
              transaction.put(key(number), bytes(list));
            }
          }
          return new Observed(id, reads, writes);
        });
  }

  private static void assertSerial(List<Observed> history, Map<Integer, List<Integer>> last) {
    Map<Integer, Set<Integer>> after = new HashMap<>();
    Set<List<Integer>> appended = new HashSet<>();
    for (Observed observed : history) {
      observed.writes.forEach(key -> appended.add(List.of(key, observed.id)));
      observed.reads.forEach(
          (key, list) -> {
            List<Integer> order = last.get(key);
            assertThat(list).as("a list that never was").isEqualTo(order.subList(0, list.size()));
            // After the writer of what it saw, before the writer of what it did not see yet.
            if (!list.isEmpty()) {
              edge(after, list.getLast(), observed.id);
            }
            if (list.size() < order.size()) {
              edge(after, observed.id, order.get(list.size()));
            }
          });
    }
    int kept = 0;
    for (Map.Entry<Integer, List<Integer>> entry : last.entrySet()) {
      List<Integer> order = entry.getValue();
      kept += order.size();
      for (int i = 1; i < order.size(); i++) {
        edge(after, order.get(i - 1), order.get(i));
      }
      order.forEach(id -> assertThat(appended).contains(List.of(entry.getKey(), id)));
    }
    assertThat(kept).as("no append is lost or done twice").isEqualTo(appended.size());
    assertThat(hasCycle(history, after))
        .as("transactions that must each come before the other")
        .isFalse();
  }

  private static void edge(Map<Integer, Set<Integer>> after, int first, int second) {
    if (first != second) {
      after.computeIfAbsent(first, id -> new HashSet<>()).add(second);
    }
  }

  /** Takes away transactions that nothing must precede, until none is left or all are preceded. */
  private static boolean hasCycle(List<Observed> history, Map<Integer, Set<Integer>> after) {
    Map<Integer, Integer> before = new HashMap<>();
    after.values().forEach(ids -> ids.forEach(id -> before.merge(id, 1, Integer::sum)));
    List<Integer> free = new ArrayList<>();
    history.stream().map(Observed::id).filter(id -> !before.containsKey(id)).forEach(free::add);
    int taken = 0;
    while (!free.isEmpty()) {
      int id = free.removeLast();
      taken++;
      for (int next : after.getOrDefault(id, Set.of())) {
        if (before.merge(next, -1, Integer::sum) == 0) {
          free.add(next);
        }
      }
    }
    return taken < history.size();
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

  /**
   * Shows that the checker finds what it is for: two transactions that each missed the other's
   * append.
   */
  @Test
  void theCheckerFindsWriteSkew() {
    List<Observed> skewed =
        List.of(
            new Observed(1, Map.of(0, List.of(), 1, List.of()), Set.of(0)),
            new Observed(2, Map.of(0, List.of(), 1, List.of()), Set.of(1)));
    Map<Integer, Set<Integer>> after = new HashMap<>();
    edge(after, 1, 2);
    edge(after, 2, 1);
    assertThat(hasCycle(skewed, after)).isTrue();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> assertSerial(skewed, Map.of(0, List.of(1), 1, List.of(2))))
        .isInstanceOf(AssertionError.class);
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

  private record Observed(int id, Map<Integer, List<Integer>> reads, Set<Integer> writes) {}
}
