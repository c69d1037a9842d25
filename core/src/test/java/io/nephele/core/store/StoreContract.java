package io.nephele.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every store must do, whatever its engine. A test class of an engine extends this and says
 * how to open one.
 */
public abstract class StoreContract {
  /** A folder for what the engine keeps. */
  @TempDir protected Path folder;

  /** Opens the store in the folder; the second time, what the first left there. */
  protected abstract Store open();

  /** Whether what is committed and closed is there when opened again. */
  protected abstract boolean isDurable();

  static Key key(String name) {
    return Key.of("t").with(name);
  }

  static byte[] value(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] value) {
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  static void put(Store store, String... names) {
    store.write(
        transaction -> {
          for (String name : names) {
            transaction.put(key(name), value(name));
          }
          return null;
        });
  }

  static List<String> names(Scan scan) {
    List<String> names = new ArrayList<>();
    for (Entry entry : scan) {
      assertThat(entry.value()).isNotNull();
      names.add(entry.key().without(Key.of("t")).reader().nextText());
    }
    return names;
  }

  static List<String> names(Store store) {
    return store.read(reader -> names(reader.scan(KeyRange.ALL)));
  }

  static <T> T write(Store store, Function<Transaction, T> body) {
    return store.write(body);
  }

  @Test
  void keepsWhatWasPut() {
    try (Store store = open()) {
      put(store, "a", "b");
      store.read(
          reader -> {
            assertThat(text(reader.get(key("a")))).isEqualTo("a");
            assertThat(reader.get(key("c"))).isNull();
            return null;
          });
      store.write(
          transaction -> {
            transaction.put(key("a"), value("again"));
            transaction.delete(key("b"));
            transaction.delete(key("not there"));
            return null;
          });
      assertThat(text(store.<byte[]>read(reader -> reader.get(key("a"))))).isEqualTo("again");
      assertThat(names(store)).containsExactly("a");
    }
  }

  @Test
  void ordersKeysByUnsignedBytes() {
    try (Store store = open()) {
      byte[][] keys = {
        {1}, {1, 0}, {1, 0, 0}, {1, 1}, {0x7F}, {(byte) 0x80}, {(byte) 0x80, 5}, {(byte) 0xFE}
      };
      store.write(
          transaction -> {
            for (int i = keys.length - 1; i >= 0; i--) {
              transaction.put(Key.encoded(keys[i]), new byte[] {(byte) i});
            }
            return null;
          });
      List<Integer> order =
          store.read(
              reader -> {
                List<Integer> found = new ArrayList<>();
                reader
                    .scan(KeyRange.ALL)
                    .forEachRemaining(entry -> found.add((int) entry.value()[0]));
                return found;
              });
      assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }
  }

  @Test
  void scansRangesBothWaysAndStopsEarly() {
    try (Store store = open()) {
      put(store, "a", "b", "c", "d", "e");
      KeyRange middle = KeyRange.between(key("b"), key("d"));
      store.read(
          reader -> {
            assertThat(names(reader.scan(middle))).containsExactly("b", "c");
            assertThat(names(reader.scan(middle, Direction.REVERSE))).containsExactly("c", "b");
            assertThat(names(reader.scan(KeyRange.ALL, Direction.REVERSE)))
                .containsExactly("e", "d", "c", "b", "a");
            assertThat(names(reader.scan(KeyRange.between(key("bb"), key("bc"))))).isEmpty();
            assertThat(
                    names(reader.scan(KeyRange.between(key("bb"), key("bc")), Direction.REVERSE)))
                .isEmpty();
            assertThat(names(reader.scan(KeyRange.between(key("d"), key("b"))))).isEmpty();
            assertThat(names(reader.scan(KeyRange.ALL.startingAfter(key("c")))))
                .containsExactly("d", "e");
            Scan scan = reader.scan(KeyRange.ALL);
            assertThat(scan.next().key()).isEqualTo(key("a"));
            assertThat(scan.hasNext()).isTrue();
            assertThat(scan.next().key()).isEqualTo(key("b"));
            return null;
          });
    }
  }

  @Test
  void scansOfManyEntriesAgreeWithASortedMap() {
    try (Store store = open()) {
      NavigableMap<Key, byte[]> model = new TreeMap<>();
      Random random = new Random(1);
      for (int round = 0; round < 40; round++) {
        NavigableMap<Key, byte[]> next = new TreeMap<>(model);
        store.write(
            transaction -> {
              for (int i = 0; i < 100; i++) {
                change(transaction, next, random);
              }
              compare(transaction, next, random);
              return null;
            });
        model = next;
        NavigableMap<Key, byte[]> expected = model;
        store.read(
            reader -> {
              compare(reader, expected, random);
              return null;
            });
      }
    }
  }

  @Test
  void transactionsMayEmptyAndFillTheStoreInAnyOrder() {
    try (Store store = open()) {
      NavigableMap<Key, byte[]> model = new TreeMap<>();
      Random random = new Random(2);
      for (int round = 0; round < 24; round++) {
        int first = random.nextInt(3000);
        int step = 1 + random.nextInt(3);
        boolean delete = round % 3 == 2;
        NavigableMap<Key, byte[]> next = new TreeMap<>(model);
        store.write(
            transaction -> {
              for (int i = first; i < first + 1500; i += step) {
                Key key = Key.of("t").with((long) i);
                if (delete) {
                  transaction.delete(key);
                  next.remove(key);
                } else {
                  byte[] value = {(byte) i, (byte) step};
                  transaction.put(key, value);
                  next.put(key, value);
                }
              }
              transaction.put(Key.of("t").with(10_000L), new byte[0]);
              next.put(Key.of("t").with(10_000L), new byte[0]);
              return null;
            });
        model = next;
        NavigableMap<Key, byte[]> expected = model;
        store.read(
            reader -> {
              compare(reader, expected, random);
              return null;
            });
      }
    }
  }

  private static void change(
      Transaction transaction, NavigableMap<Key, byte[]> model, Random random) {
    Key key = Key.of("t").with((long) random.nextInt(3000));
    int what = random.nextInt(100);
    if (what < 70) {
      byte[] value = new byte[random.nextInt(200)];
      random.nextBytes(value);
      transaction.put(key, value);
      model.put(key, value);
    } else if (what < 98) {
      transaction.delete(key);
      model.remove(key);
    } else {
      Key end = Key.of("t").with((long) random.nextInt(3000));
      if (key.compareTo(end) < 0) {
        transaction.deleteRange(KeyRange.between(key, end));
        model.subMap(key, end).clear();
      }
    }
  }

  private static void compare(Reader reader, NavigableMap<Key, byte[]> model, Random random) {
    assertThat(entries(reader.scan(KeyRange.ALL))).isEqualTo(texts(model));
    assertThat(entries(reader.scan(KeyRange.ALL, Direction.REVERSE)))
        .isEqualTo(texts(model.descendingMap()));
    Key a = Key.of("t").with((long) random.nextInt(3000));
    Key b = Key.of("t").with((long) random.nextInt(3000));
    NavigableMap<Key, byte[]> between =
        a.compareTo(b) < 0 ? model.subMap(a, true, b, false) : new TreeMap<Key, byte[]>();
    KeyRange range = KeyRange.between(a, b);
    assertThat(entries(reader.scan(range))).isEqualTo(texts(between));
    assertThat(entries(reader.scan(range, Direction.REVERSE)))
        .isEqualTo(texts(between.descendingMap()));
    assertThat(reader.get(a)).isEqualTo(model.get(a));
  }

  private static List<String> entries(Scan scan) {
    List<String> texts = new ArrayList<>();
    scan.forEachRemaining(entry -> texts.add(entry.key() + "=" + Arrays.hashCode(entry.value())));
    return texts;
  }

  private static List<String> texts(NavigableMap<Key, byte[]> model) {
    List<String> texts = new ArrayList<>();
    model.forEach((key, value) -> texts.add(key + "=" + Arrays.hashCode(value)));
    return texts;
  }

  @Test
  void readersSeeOneStateWhateverIsWritten() {
    try (Store store = open()) {
      put(store, "a", "b");
      store.read(
          reader -> {
            Scan begun = reader.scan(KeyRange.ALL);
            assertThat(begun.next().key()).isEqualTo(key("a"));
            // On another thread, since a body must not write.
            run(
                () ->
                    store.write(
                        transaction -> {
                          transaction.deletePrefix(Key.EMPTY);
                          transaction.put(key("z"), value("z"));
                          return null;
                        }));
            assertThat(text(reader.get(key("b")))).isEqualTo("b");
            assertThat(begun.next().key()).isEqualTo(key("b"));
            assertThat(begun.hasNext()).isFalse();
            assertThat(names(reader.scan(KeyRange.ALL))).containsExactly("a", "b");
            return null;
          });
      assertThat(names(store)).containsExactly("z");
    }
  }

  @Test
  void transactionsReadTheirOwnWrites() {
    try (Store store = open()) {
      put(store, "a", "b", "c", "d");
      store.write(
          transaction -> {
            transaction.put(key("b"), value("new"));
            transaction.put(key("bb"), value("bb"));
            transaction.delete(key("c"));
            assertThat(text(transaction.get(key("b")))).isEqualTo("new");
            assertThat(transaction.get(key("c"))).isNull();
            assertThat(names(transaction.scan(KeyRange.ALL))).containsExactly("a", "b", "bb", "d");
            assertThat(names(transaction.scan(KeyRange.ALL, Direction.REVERSE)))
                .containsExactly("d", "bb", "b", "a");
            transaction.deleteRange(KeyRange.between(key("b"), key("d")));
            assertThat(transaction.get(key("bb"))).isNull();
            assertThat(names(transaction.scan(KeyRange.ALL))).containsExactly("a", "d");
            transaction.put(key("c"), value("c"));
            assertThat(names(transaction.scan(KeyRange.ALL))).containsExactly("a", "c", "d");
            assertThat(names(transaction.scan(KeyRange.ALL, Direction.REVERSE)))
                .containsExactly("d", "c", "a");
            return null;
          });
      assertThat(names(store)).containsExactly("a", "c", "d");
    }
  }

  @Test
  void transactionsMayWriteWhileTheyScan() {
    try (Store store = open()) {
      put(store, "a", "b", "c", "d");
      store.write(
          transaction -> {
            for (Entry entry : transaction.scan(KeyRange.ALL)) {
              if (!entry.key().equals(key("c"))) {
                transaction.delete(entry.key());
              }
            }
            return null;
          });
      assertThat(names(store)).containsExactly("c");
    }
  }

  @Test
  void whatABodyThrowsUndoesItsWritesAndReachesTheCaller() {
    try (Store store = open()) {
      put(store, "a");
      AtomicInteger actions = new AtomicInteger();
      IllegalArgumentException thrown = new IllegalArgumentException("no");
      assertThatThrownBy(
              () ->
                  store.write(
                      transaction -> {
                        transaction.put(key("b"), value("b"));
                        transaction.deletePrefix(key("a"));
                        transaction.afterCommit(actions::incrementAndGet);
                        throw thrown;
                      }))
          .isSameAs(thrown);
      assertThat(names(store)).containsExactly("a");
      assertThat(actions).hasValue(0);
      put(store, "c");
      assertThat(names(store)).containsExactly("a", "c");
    }
  }

  @Test
  void preventsLostUpdates() {
    try (Store store = open()) {
      put(store, "a");
      AtomicInteger runs = new AtomicInteger();
      store.write(
          transaction -> {
            String before = text(transaction.get(key("a")));
            if (runs.incrementAndGet() == 1) {
              run(() -> StoreContract.<Void>write(store, other -> putText(other, "a", "other")));
            }
            return putText(transaction, "a", before + "+mine");
          });
      assertThat(runs).hasValue(2);
      assertThat(text(store.<byte[]>read(reader -> reader.get(key("a"))))).isEqualTo("other+mine");
    }
  }

  @Test
  void preventsWriteSkew() {
    try (Store store = open()) {
      put(store, "onCall1", "onCall2");
      AtomicInteger runs = new AtomicInteger();
      // Each goes off call only if the other is on call.
      store.write(
          transaction -> {
            boolean otherOnCall = transaction.get(key("onCall2")) != null;
            if (runs.incrementAndGet() == 1) {
              run(
                  () ->
                      store.write(
                          other -> {
                            if (other.get(key("onCall1")) != null) {
                              other.delete(key("onCall2"));
                            }
                            return null;
                          }));
            }
            if (otherOnCall) {
              transaction.delete(key("onCall1"));
            }
            return null;
          });
      assertThat(names(store)).containsExactly("onCall1");
    }
  }

  @Test
  void preventsPhantoms() {
    try (Store store = open()) {
      put(store, "a");
      AtomicInteger runs = new AtomicInteger();
      store.write(
          transaction -> {
            int count = names(transaction.scan(KeyRange.prefix(Key.of("t")))).size();
            if (runs.incrementAndGet() == 1) {
              run(() -> store.write(StoreContract::putBUnlessCounted));
            }
            transaction.put(Key.of("count"), new byte[] {(byte) count});
            return null;
          });
      assertThat(store.<byte[]>read(reader -> reader.get(Key.of("count")))).containsExactly(2);
    }
  }

  /** Comes before the one that counts, which therefore has to count what this puts. */
  private static Void putBUnlessCounted(Transaction transaction) {
    return transaction.get(Key.of("count")) == null ? putText(transaction, "b", "b") : null;
  }

  @Test
  void preventsPhantomsByRangeDeletion() {
    try (Store store = open()) {
      put(store, "a", "b");
      AtomicInteger runs = new AtomicInteger();
      store.write(
          transaction -> {
            int count =
                names(transaction.scan(KeyRange.prefix(Key.of("t")), Direction.REVERSE)).size();
            boolean there = transaction.get(key("a")) != null;
            if (runs.incrementAndGet() == 1) {
              run(() -> StoreContract.<Void>write(store, StoreContract::empty));
            }
            transaction.put(Key.of("count"), new byte[] {(byte) count, (byte) (there ? 1 : 0)});
            return null;
          });
      assertThat(store.<byte[]>read(reader -> reader.get(Key.of("count")))).containsExactly(0, 0);
    }
  }

  @Test
  void failsWithAClearExceptionWhenOthersAlwaysInterfere() {
    try (Store store = open()) {
      AtomicInteger runs = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  store.write(
                      transaction -> {
                        transaction.get(key("a"));
                        int run = runs.incrementAndGet();
                        run(
                            () ->
                                StoreContract.<Void>write(
                                    store, other -> putText(other, "a", "other" + run)));
                        return putText(transaction, "a", "mine");
                      }))
          .isInstanceOf(ConflictException.class);
      assertThat(text(store.<byte[]>read(reader -> reader.get(key("a"))))).startsWith("other");
    }
  }

  @Test
  void refusesATransactionInsideATransaction() {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.write(outer -> store.write(inner -> null)))
          .isInstanceOf(IllegalStateException.class);
      put(store, "a");
      assertThat(names(store)).containsExactly("a");
    }
  }

  @Test
  void refusesUseAfterTheBodyHasEnded() {
    try (Store store = open()) {
      Transaction kept = StoreContract.<Transaction>write(store, transaction -> transaction);
      assertThatThrownBy(() -> kept.put(key("a"), value("a")))
          .isInstanceOf(IllegalStateException.class);
      Reader reader = store.<Reader>read(given -> given);
      assertThatThrownBy(() -> reader.get(key("a"))).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void refusesUseWhenClosed() {
    Store store = open();
    put(store, "a");
    store.close();
    store.close();
    assertThatThrownBy(() -> names(store))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> put(store, "b"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void actsAfterCommitOnceAndOnlyThen() {
    try (Store store = open()) {
      List<String> seen = new ArrayList<>();
      AtomicInteger runs = new AtomicInteger();
      store.write(
          transaction -> {
            transaction.get(key("a"));
            transaction.afterCommit(() -> seen.addAll(names(store)));
            transaction.afterCommit(
                () -> {
                  throw new IllegalStateException("logged");
                });
            // An action may write.
            transaction.afterCommit(() -> put(store, "z"));
            if (runs.incrementAndGet() == 1) {
              run(() -> put(store, "a"));
            }
            transaction.put(key("b"), value("b"));
            assertThat(seen).isEmpty();
            return null;
          });
      assertThat(seen).containsExactly("a", "b");
      assertThat(names(store)).containsExactly("a", "b", "z");
    }
  }

  @Test
  void keepsLargeAndEmptyValues() {
    try (Store store = open()) {
      byte[] large = new byte[3 << 20];
      new Random(7).nextBytes(large);
      store.write(
          transaction -> {
            transaction.put(key("empty"), new byte[0]);
            transaction.put(key("large"), large);
            return null;
          });
      assertThat(store.<byte[]>read(reader -> reader.get(key("large")))).isEqualTo(large);
      assertThat(store.<byte[]>read(reader -> reader.get(key("empty")))).isEmpty();
      if (isDurable()) {
        store.flush();
      }
      assertThat(store.<byte[]>read(reader -> reader.get(key("large")))).isEqualTo(large);
    }
  }

  @Test
  void deletesALargeRangeAndNothingElse() {
    try (Store store = open()) {
      int count = 50_000;
      for (int part = 0; part < 3; part++) {
        Key prefix = Key.of("t").with((long) part);
        store.write(
            transaction -> {
              for (int i = 0; i < count; i++) {
                transaction.put(prefix.with((long) i), new byte[20]);
              }
              return null;
            });
      }
      store.write(
          transaction -> {
            transaction.deletePrefix(Key.of("t").with(1L));
            assertThat(transaction.scan(KeyRange.prefix(Key.of("t").with(1L))).hasNext()).isFalse();
            return null;
          });
      store.read(
          reader -> {
            assertThat(count(reader.scan(KeyRange.ALL))).isEqualTo(2 * count);
            assertThat(count(reader.scan(KeyRange.prefix(Key.of("t").with(1L))))).isZero();
            assertThat(reader.get(Key.of("t").with(0L).with((long) count - 1))).isNotNull();
            assertThat(reader.get(Key.of("t").with(2L).with(0L))).isNotNull();
            return null;
          });
      store.<Void>write(StoreContract::empty);
      assertThat((int) store.<Integer>read(reader -> count(reader.scan(KeyRange.ALL)))).isZero();
    }
  }

  @Test
  void durableStoresKeepWhatWasCommitted() {
    try (Store store = open()) {
      put(store, "a", "b", "c");
      store.write(
          transaction -> {
            transaction.delete(key("b"));
            transaction.put(Key.of("large"), new byte[1 << 20]);
            return null;
          });
    }
    try (Store store = open()) {
      if (isDurable()) {
        assertThat((int) store.<Integer>read(reader -> reader.get(Key.of("large")).length))
            .isEqualTo(1 << 20);
        store.<Void>write(
            transaction ->
                transaction.get(Key.of("large")) == null ? null : deleteLarge(transaction));
        assertThat(names(store)).containsExactly("a", "c");
        put(store, "d");
      }
    }
    try (Store store = open()) {
      List<String> expected = isDurable() ? List.of("a", "c", "d") : List.of();
      assertThat(names(store)).isEqualTo(expected);
    }
  }

  private static Void deleteLarge(Transaction transaction) {
    transaction.delete(Key.of("large"));
    return null;
  }

  @Test
  void bodiesWithTheSameHintDoNotConflict() throws InterruptedException {
    try (Store store = open()) {
      LockKey hint = new LockKey(key("counter"));
      AtomicInteger runs = new AtomicInteger();
      int threads = 4;
      int times = 200;
      inParallel(
          threads,
          thread -> {
            for (int i = 0; i < times; i++) {
              store.write(
                  hint,
                  transaction -> {
                    runs.incrementAndGet();
                    byte[] old = transaction.get(key("counter"));
                    int count = old == null ? 0 : Integer.parseInt(text(old));
                    return putText(transaction, "counter", "" + (count + 1));
                  });
            }
          });
      assertThat(text(store.<byte[]>read(reader -> reader.get(key("counter")))))
          .isEqualTo("" + threads * times);
      assertThat(runs).hasValue(threads * times);
    }
  }

  @Test
  void anInterruptedThreadDoesNotHarmTheStore() throws InterruptedException {
    try (Store store = open()) {
      put(store, "a");
      store.flush();
      Thread interrupted =
          Thread.ofVirtual()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    put(store, "b");
                    store.flush();
                    names(store);
                  });
      interrupted.join();
      put(store, "c");
      store.flush();
      assertThat(names(store)).containsExactly("a", "b", "c");
    }
  }

  static Void putText(Transaction transaction, String name, String text) {
    transaction.put(key(name), value(text));
    return null;
  }

  static Void empty(Transaction transaction) {
    transaction.deletePrefix(Key.EMPTY);
    return null;
  }

  static int count(Scan scan) {
    int count = 0;
    while (scan.hasNext()) {
      scan.next();
      count++;
    }
    return count;
  }

  /** Runs something on another thread and waits for it. */
  static void run(Runnable task) {
    Thread thread = Thread.ofVirtual().unstarted(task);
    AtomicInteger failures = new AtomicInteger();
    thread.setUncaughtExceptionHandler((t, e) -> failures.incrementAndGet());
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(failures).hasValue(0);
  }

  /** Runs a task on so many threads that begin together, and fails if one of them does. */
  static void inParallel(int threads, java.util.function.IntConsumer task)
      throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      started.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      begin.await();
                      task.accept(number);
                    } catch (Throwable e) {
                      failures.add(e);
                    }
                  }));
    }
    begin.countDown();
    for (Thread thread : started) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }
}
