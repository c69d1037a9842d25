package io.nephele.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Key;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Simulations say on which threads a clock does things. */
class VirtualClockThreadsTest {
  @Test
  void everyThreadOfTheClockIsOfItsFactory() {
    Queue<Thread> made = new ConcurrentLinkedQueue<>();
    VirtualClock clock =
        new VirtualClock(
            Instant.EPOCH,
            task -> {
              Thread thread = Thread.ofVirtual().unstarted(task);
              made.add(thread);
              return thread;
            });
    Queue<Thread> ran = new ConcurrentLinkedQueue<>();
    try (Store store = MvStores.inMemory();
        Timers timers = new Timers(store, clock)) {
      timers.onWork("test.work", timer -> ran.add(Thread.currentThread()));
      store.write(
          transaction -> {
            timers.schedule(
                transaction, "test.work", Key.of("a"), Instant.ofEpochSecond(5), Bytes.EMPTY);
            return null;
          });
      timers.start();
      clock.advance(Duration.ofSeconds(10));
      clock.start("task", () -> ran.add(Thread.currentThread()));
      clock.advance(Duration.ZERO);
    }
    assertThat(ran).hasSize(2);
    assertThat(made).hasSize(3).containsAll(ran);
    assertThat(made).extracting(Thread::getName).contains("timers", "timer test.work", "task");
  }
}
