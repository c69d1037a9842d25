package io.nephele.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Key;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreUnavailableException;
import io.nephele.core.store.Transaction;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that break and databases that come and go. */
class OutagesTest {
  private static final Key KEY = Key.of("key");

  private DatabaseProxy proxy;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    DatabaseAddress direct = TestDatabase.create();
    proxy = new DatabaseProxy(TestDatabase.port());
    store = PostgresStore.open(TestDatabase.through(direct, proxy.port()));
  }

  @AfterEach
  void close() throws IOException {
    if (store != null) {
      store.close();
      proxy.close();
    }
  }

  private static Void increment(Transaction transaction) {
    byte[] before = transaction.get(KEY);
    transaction.put(KEY, new byte[] {(byte) (before == null ? 1 : before[0] + 1)});
    return null;
  }

  private int count() {
    byte[] value = store.read(reader -> reader.get(KEY));
    return value == null ? 0 : value[0];
  }

  @Test
  void connectionsThatBrokeWhileIdleAreReplaced() throws IOException {
    store.<Void>write(OutagesTest::increment);
    proxy.cutAll();
    assertThat(count()).isEqualTo(1);
    proxy.cutAll();
    store.<Void>write(OutagesTest::increment);
    proxy.cutAll();
    store.write(
        transaction -> {
          transaction.put(KEY, new byte[] {7}); // without a read
          return null;
        });
    assertThat(count()).isEqualTo(7);
  }

  @Test
  void aBodyWhoseConnectionBreaksRunsAgain() {
    AtomicInteger runs = new AtomicInteger();
    store.write(
        transaction -> {
          transaction.get(Key.of("other"));
          if (runs.incrementAndGet() == 1) {
            cutAll();
          }
          return increment(transaction);
        });
    assertThat(runs).hasValue(2);
    assertThat(count()).isEqualTo(1);
    int seen =
        store.read(
            reader -> {
              reader.get(Key.of("other"));
              if (runs.incrementAndGet() == 3) {
                cutAll();
              }
              return (int) reader.get(KEY)[0];
            });
    assertThat(runs).hasValue(4);
    assertThat(seen).isEqualTo(1);
  }

  @Test
  void aConnectionThatBreaksAgainAndAgainIsTold() {
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(
            () ->
                store.write(
                    transaction -> {
                      runs.incrementAndGet();
                      transaction.get(Key.of("other"));
                      cutAll();
                      return increment(transaction);
                    }))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("lost");
    assertThat(runs).hasValue(3);
    assertThat(count()).isZero();
  }

  private void cutAll() {
    try {
      proxy.cutAll();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCommitThatNobodyKnowsOfIsToldAndNotRepeated() {
    AtomicInteger runs = new AtomicInteger();
    for (DatabaseProxy.Cut cut :
        new DatabaseProxy.Cut[] {DatabaseProxy.Cut.BEFORE, DatabaseProxy.Cut.AFTER}) {
      int before = count();
      runs.set(0);
      // Not while a read commits.
      assertThatThrownBy(
              () ->
                  store.write(
                      transaction -> {
                        runs.incrementAndGet();
                        increment(transaction);
                        proxy.cutNextCommit(cut);
                        return null;
                      }))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("not known");
      assertThat(runs).hasValue(1);
      assertThat(count()).isEqualTo(cut == DatabaseProxy.Cut.AFTER ? before + 1 : before);
    }
  }

  @Test
  void goesOnWhenTheDatabaseIsBack() throws IOException {
    store.<Void>write(OutagesTest::increment);
    proxy.stop();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(this::count)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("cannot be used");
      assertThatThrownBy(() -> store.<Void>write(OutagesTest::increment))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("cannot be used");
    }
    proxy.restart();
    store.<Void>write(OutagesTest::increment);
    assertThat(count()).isEqualTo(2);
  }

  /** A virtual thread's interrupt would close the socket that it waits for. */
  @Test
  void interruptsDoNotReachTheConnection() throws InterruptedException {
    proxy.roundTrips();
    AtomicInteger runs = new AtomicInteger();
    boolean[] interrupted = new boolean[1];
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              Thread.currentThread().interrupt();
              store.write(
                  transaction -> {
                    runs.incrementAndGet();
                    return increment(transaction);
                  });
              interrupted[0] = Thread.currentThread().isInterrupted();
            });
    thread.join();
    assertThat(runs).hasValue(1);
    assertThat(interrupted[0]).isTrue();
    assertThat(count()).isEqualTo(1);
  }
}
