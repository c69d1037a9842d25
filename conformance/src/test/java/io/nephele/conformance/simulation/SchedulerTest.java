package io.nephele.conformance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Virtual threads go on as the seed says. */
class SchedulerTest {
  private static Scheduler scheduler(long seed) {
    return new Scheduler(new SplittableRandom(seed), 0, new Trace());
  }

  /** Three threads that take turns by a lock and a condition. */
  private static List<Integer> turns(long seed) {
    Scheduler scheduler = scheduler(seed);
    List<Integer> turns = new ArrayList<>();
    ReentrantLock lock = new ReentrantLock();
    Condition changed = lock.newCondition();
    for (int i = 0; i < 3; i++) {
      int number = i;
      scheduler.start(
          "t" + i,
          () -> {
            for (int turn = 0; turn < 5; turn++) {
              lock.lock();
              try {
                turns.add(number);
                Scheduler.pause();
                changed.signalAll();
                if (turns.size() < 10) {
                  changed.awaitUninterruptibly();
                }
              } finally {
                lock.unlock();
              }
            }
          });
    }
    scheduler.run(() -> false);
    assertThat(scheduler.failure()).isNull();
    return turns;
  }

  @Test
  void theSeedSaysWhoGoesOn() {
    assertThat(turns(1)).isEqualTo(turns(1));
    List<List<Integer>> all = new ArrayList<>();
    for (int seed = 0; seed < 10; seed++) {
      all.add(turns(seed));
    }
    assertThat(all.stream().distinct().count()).isGreaterThan(3);
  }

  @Test
  void whoWaitsForIdlenessGoesOnWhenNobodyElseCan() {
    Scheduler scheduler = scheduler(1);
    List<String> order = new ArrayList<>();
    scheduler.start(
        "idle",
        () -> {
          scheduler.awaitIdleness();
          order.add("idle");
        });
    scheduler.start(
        "busy",
        () -> {
          for (int i = 0; i < 50; i++) {
            Scheduler.pause();
          }
          order.add("busy");
          LockSupport.park();
        });
    scheduler.run(() -> false);
    assertThat(order).containsExactly("busy", "idle");
    assertThat(scheduler.alive()).containsExactly("busy");
  }

  @Test
  void droppedThreadsNeverGoOn() {
    Scheduler scheduler = scheduler(1);
    List<String> done = new ArrayList<>();
    Thread[] parked = new Thread[1];
    scheduler.start(
        "parked",
        () -> {
          parked[0] = Thread.currentThread();
          LockSupport.park();
          done.add("parked");
        });
    scheduler.run(() -> false);
    scheduler.drop();
    LockSupport.unpark(parked[0]);
    scheduler.run(() -> false);
    assertThat(done).isEmpty();
    assertThat(scheduler.alive()).isEmpty();
  }

  /** Who waits for real time would go on at another moment in every run, so that is an error. */
  @Test
  void waitingForRealTimeIsAnError() throws InterruptedException {
    Scheduler scheduler = scheduler(1);
    scheduler.start("sleeper", () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)));
    scheduler.run(() -> false);
    while (scheduler.failure() == null) {
      Thread.onSpinWait();
    }
    assertThat(scheduler.failure()).hasMessageContaining("sleeper was woken by");
  }
}
