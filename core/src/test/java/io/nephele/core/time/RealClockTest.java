package io.nephele.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RealClockTest {
  private final RealClock clock = new RealClock();

  @Test
  void waitsUntilTheDeadline() throws InterruptedException {
    Instant deadline = clock.now().plusMillis(20);
    assertThat(clock.await(new Signal(), 0, deadline)).isFalse();
    assertThat(clock.now()).isAfterOrEqualTo(deadline);
    clock.sleepUntil(deadline);
  }

  @Test
  void aSignalEndsAWaitWithoutADeadline() throws Exception {
    Signal signal = new Signal();
    CompletableFuture<Boolean> woken = new CompletableFuture<>();
    clock.start(
        "waiter",
        () -> {
          try {
            woken.complete(clock.await(signal, 0, Instant.MAX));
          } catch (InterruptedException e) {
            woken.completeExceptionally(e);
          }
        });
    signal.give();
    assertThat(woken.get()).isTrue();
  }

  @Test
  void keepsAnAgendaUntilToldToForgetIt() throws Exception {
    Signal changed = new Signal();
    AtomicReference<Instant> due = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(3);
    Agenda agenda =
        new Agenda() {
          @Override
          public Instant nextDue() {
            return due.get();
          }

          @Override
          public void doNext() {
            done.countDown();
            due.set(done.getCount() == 0 ? null : clock.now().plusMillis(2));
            if (done.getCount() == 2) {
              due.set(clock.now());
            }
          }

          @Override
          public Signal changed() {
            return changed;
          }
        };
    clock.keep(agenda);
    due.set(clock.now().plus(Duration.ofMillis(5)));
    changed.give();
    done.await();
    clock.forget(agenda);
    due.set(Instant.EPOCH);
    changed.give();
    assertThat(due.get()).isEqualTo(Instant.EPOCH);
  }
}
