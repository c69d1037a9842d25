package io.nephele.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WaitsTest {
  static Stream<WorldClock> clocks() {
    return Stream.of(new TurnableClock(), new VirtualClock(Instant.parse("2026-01-01T00:00:00Z")));
  }

  /** What a wait came to: its result, or that it was interrupted; and what it left behind. */
  private record Outcome(Boolean result, boolean interruptedAfterwards) {}

  private static Callable<Outcome> waiting(Waits waits, Signal signal, Instant deadline) {
    return () -> {
      Boolean result;
      try {
        result = waits.await(signal, signal.version(), deadline);
      } catch (InterruptedException e) {
        result = null;
      }
      return new Outcome(result, Thread.currentThread().isInterrupted());
    };
  }

  private static Thread startWaiting(FutureTask<Outcome> task) {
    Thread thread = Thread.ofPlatform().start(task);
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @ParameterizedTest
  @MethodSource("clocks")
  void endAtOnceAsIfTheirTimeWereOver(WorldClock clock) throws Exception {
    Waits waits = new Waits(clock);
    FutureTask<Outcome> task =
        new FutureTask<>(waiting(waits, new Signal(), clock.now().plusSeconds(3600)));
    startWaiting(task);
    assertThat(waits.ended()).isFalse();
    waits.end();
    assertThat(task.get()).isEqualTo(new Outcome(false, false));
    assertThat(waits.ended()).isTrue();
    assertThat(waiting(waits, new Signal(), clock.now().plusSeconds(3600)).call())
        .as("a later one")
        .isEqualTo(new Outcome(false, false));
  }

  @ParameterizedTest
  @MethodSource("clocks")
  void areWokenBySignals(WorldClock clock) throws Exception {
    Waits waits = new Waits(clock);
    Signal signal = new Signal();
    FutureTask<Outcome> task =
        new FutureTask<>(waiting(waits, signal, clock.now().plusSeconds(3600)));
    startWaiting(task);
    signal.give();
    assertThat(task.get()).isEqualTo(new Outcome(true, false));
  }

  @ParameterizedTest
  @MethodSource("clocks")
  void areInterruptedWhenTheirClientGoes(WorldClock clock) throws Exception {
    Waits waits = new Waits(clock);
    FutureTask<Outcome> task =
        new FutureTask<>(waiting(waits, new Signal(), clock.now().plusSeconds(3600)));
    startWaiting(task).interrupt();
    assertThat(task.get()).isEqualTo(new Outcome(null, false));
  }

  /** Thousands of threads that leave their wait while it is ended take no interruption along. */
  @Test
  void interruptNothingButWaits() throws Exception {
    for (int round = 0; round < 2000; round++) {
      Waits waits = new Waits(new TurnableClock());
      Signal signal = new Signal();
      FutureTask<Outcome> task =
          new FutureTask<>(waiting(waits, signal, Instant.now().plusSeconds(3600)));
      Thread thread = Thread.ofVirtual().start(task);
      FutureTask<Void> giving = new FutureTask<>(signal::give, null);
      Thread.ofVirtual().start(giving);
      waits.end();
      assertThat(task.get().interruptedAfterwards()).isFalse();
      giving.get();
      thread.join();
    }
  }
}
