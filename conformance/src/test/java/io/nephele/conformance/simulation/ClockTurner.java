package io.nephele.conformance.simulation;

import io.nephele.conformance.simulation.Ledger.Invocation;
import io.nephele.conformance.simulation.Ledger.Moment;
import io.nephele.conformance.simulation.Ledger.Outcome;
import io.nephele.conformance.simulation.Ledger.Received;
import io.nephele.conformance.simulation.Ledger.Scheduled;
import io.nephele.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns the clock, while calls are under way or when nothing else can go on. */
final class ClockTurner extends Receiver {
  private static final int FAR_JUMP = 30;

  ClockTurner(Simulation simulation) {
    super(simulation, "clock", Integer.MAX_VALUE);
  }

  /** Turns until all clients are done. */
  void turnUntilDone() {
    while (!simulation.areClientsDone()) {
      if (random.nextInt(3) == 0) {
        for (int pauses = random.nextInt(200); pauses > 0; pauses--) {
          Scheduler.pause();
        }
      } else {
        simulation.scheduler().awaitIdleness();
        if (random.nextInt(2) == 0) {
          lookForSleepers();
        }
      }
      turn(next());
    }
  }

  private Duration next() {
    if (simulation.plan().farJumps() && random.nextInt(FAR_JUMP) == 0) {
      return Duration.ofMinutes(random.nextInt(5 * 24 * 60));
    }
    Instant due = simulation.clock().nextDue();
    Duration untilDue =
        due == null ? Duration.ofSeconds(30) : Duration.between(simulation.clock().now(), due);
    return switch (random.nextInt(5)) {
      case 0 -> Duration.ofMillis(random.nextInt(1000));
      case 1 -> Duration.ofSeconds(random.nextInt(30));
      default -> untilDue.isNegative() ? Duration.ZERO : untilDue;
    };
  }

  /** Turns the clock by that much and looks whether all timers on the way have fired. */
  void turn(Duration duration) {
    Moment before = now();
    simulation.note("clock > " + duration);
    try {
      simulation.clock().advance(duration);
      simulation.note("clock <");
    } catch (StoreException e) {
      // What fell due could not be done, nor put off.
      simulation.note("clock < " + e.getMessage());
      if (!simulation.plan().hasDiskErrors()) {
        throw e;
      }
    }
    simulation.invariants().turned(before);
  }

  /**
   * Nobody goes on any more, so whoever waits for messages has found none: then no others may find
   * any.
   */
  private void lookForSleepers() {
    Set<String> waiting = new HashSet<>();
    for (Invocation call : ledger.invocations) {
      if (call.outcome == Outcome.OPEN && call.operation.equals("ReceiveMessage")) {
        waiting.add(call.queue);
      }
    }
    for (String queue : Queues.ALL) {
      if (waiting.contains(queue)) {
        List<Received> found = receive(queue, 10, 0, null);
        if (!found.isEmpty() && !simulation.plan().hasDiskErrors()) {
          ledger.violation(
              "Others wait for messages of "
                  + queue
                  + ", and "
                  + found.getFirst().message.body
                  + " was there");
        }
      }
    }
  }

  /** Whether a timer has fired or need not have. */
  static boolean isSettled(Scheduled timer) {
    return timer.fired != null || timer.cancellation != null || !timer.call.isDone();
  }
}
