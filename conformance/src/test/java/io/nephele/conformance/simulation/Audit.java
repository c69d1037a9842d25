package io.nephele.conformance.simulation;

import io.nephele.conformance.simulation.Ledger.Outcome;
import io.nephele.conformance.simulation.Ledger.Received;
import io.nephele.conformance.simulation.Ledger.Scheduled;
import io.nephele.conformance.simulation.Ledger.Sent;
import io.nephele.core.time.Due;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks, when all is quiet and nothing fails any more, whether everything is there and no more. */
final class Audit {
  private static final Duration ALL_IS_VISIBLE = Duration.ofSeconds(200);
  private static final Duration ALL_HAVE_FIRED = Duration.ofMinutes(100);
  private static final long INTERVAL = 300_000;

  private final Simulation simulation;
  private final Ledger ledger;
  private final ClockTurner clock;
  private final Administrator administrator;

  Audit(Simulation simulation, ClockTurner clock) {
    this.simulation = simulation;
    this.ledger = simulation.ledger();
    this.clock = clock;
    this.administrator = new Administrator(simulation, "audit", 0, false);
  }

  void run() {
    clock.turn(ALL_IS_VISIBLE);
    drain();
    checkMessages();
    checkDuplicates();
    clock.turn(ALL_HAVE_FIRED);
    checkTimers();
    Due due = simulation.clock().next();
    if (due != null && due.what().equals(Due.WAITING)) {
      ledger.violation("Somebody still waits, until " + due.at());
    }
  }

  private void drain() {
    int counted = 0;
    for (String queue : Queues.ALL) {
      counted += Math.max(administrator.count(queue), 0);
    }
    int drained = 0;
    for (String queue : Queues.ALL) {
      int left = administrator.count(queue);
      for (int rounds = 0; left > 0; rounds++) {
        List<Received> received = clock.receive(queue, 10, 0, 1000);
        received.forEach(each -> each.message.found = true);
        drained += received.size();
        if (!received.isEmpty()) {
          clock.deleteBatch(queue, received);
        }
        left = administrator.count(queue);
        if (rounds > 100) {
          ledger.violation(queue + " has " + left + " messages that nobody can receive");
          break;
        }
      }
      if (left == 0 && !clock.receive(queue, 10, 0, 1000).isEmpty()) {
        ledger.violation(queue + " has messages where it says that it has none");
      }
    }
    if (counted != drained) {
      ledger.violation(
          "The queues had " + counted + " messages by their count, and " + drained + " in fact");
    }
  }

  /** What was acknowledged is there unless something took it away. */
  private void checkMessages() {
    for (Sent message : ledger.sent.values()) {
      if (!message.call.isDone()) {
        continue;
      }
      boolean accounted = false;
      for (Sent same : ledger.sent.values()) {
        accounted |=
            message.mayBe(same)
                && (same.found
                    || same.mayBeDeleted
                    || simulation.invariants().mayBeGone(same, clock.now()));
      }
      if (!accounted) {
        ledger.violation(message.body + " was sent to " + message.queue + " and is lost");
      }
    }
  }

  /** Messages that were one within the deduplication interval have one message id. */
  private void checkDuplicates() {
    Map<String, Map<String, Window>> byDeduplication = new LinkedHashMap<>();
    Set<String> unclear = new HashSet<>();
    for (Sent message : ledger.sent.values()) {
      if (message.deduplication == null) {
        continue;
      }
      if (message.call.outcome == Outcome.UNKNOWN) {
        unclear.add(message.deduplication);
      } else if (message.messageId != null) {
        Window own = new Window(message.call.begin.time(), message.call.end.time());
        byDeduplication
            .computeIfAbsent(message.deduplication, any -> new LinkedHashMap<>())
            .merge(message.messageId, own, Window::first);
      }
    }
    boolean forgotten =
        ledger.invocations.stream()
            .anyMatch(call -> call.operation.equals("DeleteQueue") && call.mayHaveHappened());
    byDeduplication.keySet().removeAll(unclear);
    byDeduplication.forEach(
        (deduplication, windows) -> {
          List<Window> all = List.copyOf(windows.values());
          for (int i = 1; i < all.size() && !forgotten; i++) {
            for (int j = 0; j < i; j++) {
              if (all.get(i).isNear(all.get(j))) {
                ledger.violation(deduplication + " was not taken for a duplicate");
              }
            }
          }
        });
  }

  /** When a message was sent: not before the one time and not after the other. */
  private record Window(long from, long to) {
    Window first(Window other) {
      return new Window(Math.min(from, other.from), Math.min(to, other.to));
    }

    boolean isNear(Window other) {
      return Math.max(to, other.to) - Math.min(from, other.from) < INTERVAL;
    }
  }

  private void checkTimers() {
    for (Scheduled timer : ledger.timers.values()) {
      TimerUser.Firing firing =
          simulation.world().store().read(reader -> TimerUser.firing(reader, timer.id));
      int count = firing == null ? 0 : firing.count();
      if (count > 1) {
        ledger.violation("Timer " + timer.id + " fired " + count + " times");
      }
      if (count > 0 && firing.at().toEpochMilli() < timer.due) {
        ledger.violation("Timer " + timer.id + " fired early, at " + firing.at());
      }
      if (count > 0 && timer.call.outcome == Outcome.REFUSED) {
        ledger.violation("Timer " + timer.id + " fired though nobody scheduled it");
      }
      boolean cancelled = timer.cancellation != null && timer.cancellation.isDone();
      if (cancelled && timer.cancelled && count > 0) {
        ledger.violation("Timer " + timer.id + " fired though it was cancelled");
      }
      boolean mayBeCancelled =
          timer.cancellation != null && (timer.cancelled || !timer.cancellation.isDone());
      if (timer.call.isDone() && !mayBeCancelled && count == 0) {
        ledger.violation("Timer " + timer.id + " has not fired");
      }
    }
    if (!simulation.plan().timerFailures() && !simulation.plan().hasDiskErrors()) {
      checkTimerOrder();
    }
  }

  /** Of two timers that were there in time, the one that was due earlier fired earlier. */
  private void checkTimerOrder() {
    for (Scheduled late : ledger.timers.values()) {
      for (Scheduled early : ledger.timers.values()) {
        if (late.fired != null
            && early.fired != null
            && early.due < late.due
            && early.call.isDone()
            && early.call.end.time() < late.due
            && late.fired.before(early.fired)
            && early.crashes == late.crashes) {
          ledger.violation("Timer " + late.id + " fired before " + early.id);
        }
      }
    }
  }
}
