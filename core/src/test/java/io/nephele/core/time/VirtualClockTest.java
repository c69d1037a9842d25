package io.nephele.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final VirtualClock clock = new VirtualClock(START);

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void standsStillUntilTurnedAndNeverGoesBack() {
    assertThat(clock.now()).isEqualTo(START);
    clock.advance(seconds(5));
    assertThat(clock.now()).isEqualTo(START.plusSeconds(5));
    assertThat(clock.millis()).isEqualTo(START.toEpochMilli() + 5000);
    clock.set(START.plusSeconds(9));
    assertThat(clock.now()).isEqualTo(START.plusSeconds(9));
    assertThatThrownBy(() -> clock.set(START)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> clock.advance(seconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(clock.now()).isEqualTo(START.plusSeconds(9));
  }

  @Test
  void awaitReturnsAtOnceWhenThereIsNothingToWaitFor() throws InterruptedException {
    Signal signal = new Signal();
    long seen = signal.version();
    assertThat(clock.await(signal, seen, START)).isFalse();
    signal.give();
    assertThat(clock.await(signal, seen, START)).isTrue();
    assertThat(clock.await(signal, seen, Instant.MAX)).isTrue();
  }

  @Test
  void tasksWakeEachAtItsOwnTime() {
    List<String> log = new CopyOnWriteArrayList<>();
    for (int i = 3; i >= 1; i--) {
      int number = i;
      clock.start(
          "sleeper",
          () -> {
            try {
              for (int round = 0; round < 3; round++) {
                clock.sleepUntil(clock.now().plusSeconds(number * 10L));
                log.add(number + "@" + Duration.between(START, clock.now()).toSeconds());
              }
            } catch (InterruptedException e) {
              log.add("interrupted");
            }
          });
    }
    clock.advance(seconds(9));
    assertThat(log).isEmpty();
    clock.advance(seconds(16));
    assertThat(log).containsExactlyInAnyOrder("1@10", "1@20", "2@20");
    assertThat(log.getFirst()).isEqualTo("1@10");
    clock.advance(seconds(1000));
    assertThat(log).hasSize(9).contains("1@30", "3@90").endsWith("3@90");
    assertThat(clock.now()).isEqualTo(START.plusSeconds(1025));
    assertThat(clock.nextDue()).isNull();
  }

  @Test
  void aSignalWakesATaskWhichTheClockThenWaitsFor() {
    Signal signal = new Signal();
    List<String> log = new CopyOnWriteArrayList<>();
    clock.start(
        "waiter",
        () -> {
          try {
            log.add("signalled " + clock.await(signal, 0, START.plusSeconds(60)));
            log.add("signalled " + clock.await(signal, signal.version(), START.plusSeconds(60)));
            log.add("at " + Duration.between(START, clock.now()).toSeconds());
          } catch (InterruptedException e) {
            log.add("interrupted");
          }
        });
    clock.advance(seconds(10));
    assertThat(log).isEmpty();
    assertThat(clock.nextDue()).isEqualTo(START.plusSeconds(60));
    signal.give();
    clock.advance(Duration.ZERO);
    assertThat(log).containsExactly("signalled true");
    clock.advance(seconds(100));
    assertThat(log).containsExactly("signalled true", "signalled false", "at 60");
  }

  @Test
  void interruptsEndAWait() throws Exception {
    Signal signal = new Signal();
    CompletableFuture<String> outcome = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  begun.countDown();
                  try {
                    clock.await(signal, 0, Instant.MAX);
                    outcome.complete("woken");
                  } catch (InterruptedException e) {
                    outcome.complete("interrupted");
                  }
                });
    begun.await();
    thread.interrupt();
    assertThat(outcome.get()).isEqualTo("interrupted");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> clock.await(signal, 0, Instant.MAX))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void nothingGivenBetweenLookingAndWaitingIsMissed() throws Exception {
    // A producer and a consumer who only ever wait by signal: a missed one would hang the test.
    Signal signal = new Signal();
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    int count = 20_000;
    CompletableFuture<Long> sum = new CompletableFuture<>();
    CountDownLatch subscribed = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              long total = 0;
              try {
                subscribed.countDown();
                for (int got = 0; got < count; ) {
                  long seen = signal.version();
                  Integer item = queue.poll();
                  if (item == null) {
                    assertThat(clock.await(signal, seen, START.plusSeconds(1))).isTrue();
                  } else {
                    total += item;
                    got++;
                  }
                }
                sum.complete(total);
              } catch (Throwable e) {
                sum.completeExceptionally(e);
              }
            });
    subscribed.await();
    for (int i = 1; i <= count; i++) {
      queue.add(i);
      signal.give();
    }
    assertThat(sum.get()).isEqualTo((long) count * (count + 1) / 2);
  }

  @Test
  void whatTheClockStartedCannotTurnIt() {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    clock.start(
        "turner",
        () -> {
          try {
            clock.advance(seconds(1));
            thrown.complete(null);
          } catch (IllegalStateException e) {
            thrown.complete(e);
          }
        });
    clock.advance(seconds(1));
    assertThat(thrown.join()).isInstanceOf(IllegalStateException.class);
  }
}
