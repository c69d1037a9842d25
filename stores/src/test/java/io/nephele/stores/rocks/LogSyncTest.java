package io.nephele.stores.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogSyncTest {
  private final AtomicLong applied = new AtomicLong();
  private final AtomicInteger writes = new AtomicInteger();
  private final Semaphore disk = new Semaphore(0);
  private volatile boolean full;
  private final LogSync sync = new LogSync(this::write);

  /** As slow as the test wants. */
  private long write() {
    long number = applied.get();
    writes.incrementAndGet();
    disk.acquireUninterruptibly();
    if (full) {
      throw new StoreException("full", null);
    }
    return number;
  }

  @AfterEach
  void close() {
    disk.release(1000);
    sync.close();
  }

  private Thread committer() {
    long number = applied.incrementAndGet();
    return Thread.ofVirtual().start(() -> sync.await(number));
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void thoseWhoCommitMeanwhileShareTheNextWrite() throws InterruptedException {
    Thread first = committer();
    while (writes.get() == 0) {
      Thread.onSpinWait();
    }
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Thread other = committer();
      awaitWaiting(other);
      others.add(other);
    }
    disk.release();
    first.join();
    assertThat(others).allMatch(Thread::isAlive);
    disk.release();
    for (Thread other : others) {
      other.join();
    }
    assertThat(writes).hasValue(2);
    sync.await(7);
    assertThat(writes).as("what is durable stays so").hasValue(2);
  }

  @Test
  void aFailureIsToldAndTheNextMayWork() {
    full = true;
    disk.release(2);
    applied.set(1);
    assertThatThrownBy(() -> sync.await(1)).isInstanceOf(StoreException.class).hasMessage("full");
    assertThatThrownBy(() -> sync.await(1)).hasMessage("full");
    full = false;
    disk.release();
    sync.await(1);
    assertThat(writes).hasValue(3);
  }

  @Test
  void whatNobodyWaitsForIsWrittenSoon() {
    applied.set(1);
    disk.release();
    sync.wrote();
    while (writes.get() == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void nobodyWaitsForAClosedStore() throws InterruptedException {
    AtomicInteger told = new AtomicInteger();
    applied.set(1);
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    sync.await(1);
                  } catch (StoreException e) {
                    told.incrementAndGet();
                  }
                });
    while (writes.get() == 0) {
      Thread.onSpinWait();
    }
    full = true;
    Thread closer = Thread.ofPlatform().start(sync::close);
    awaitWaiting(closer);
    disk.release();
    closer.join();
    waiting.join();
    assertThat(told).hasValue(1);
  }
}
