package io.nephele.conformance.simulation;

import io.nephele.conformance.simulation.Ledger.Invocation;
import io.nephele.conformance.simulation.Ledger.Moment;
import io.nephele.conformance.simulation.Ledger.Outcome;
import io.nephele.conformance.simulation.Ledger.Received;
import io.nephele.conformance.simulation.Ledger.Scheduled;
import io.nephele.conformance.simulation.Ledger.Sent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must hold of what clients were told, checked as they are told it. Where something may have
 * happened or not, because a call overlapped or nobody knows its outcome, both are right.
 */
final class Invariants {
  private static final Set<String> QUEUE_IS_NOT_THERE =
      Set.of("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue");

  private final Simulation simulation;
  private final Ledger ledger;
  private final Queues queues;
  private final Map<String, Set<Integer>> countsById = new HashMap<>();

  Invariants(Simulation simulation) {
    this.simulation = simulation;
    this.ledger = simulation.ledger();
    this.queues = simulation.queues();
  }

  /** A receive has ended. */
  void received(Invocation call, List<Received> batch) {
    Set<String> bodies = new HashSet<>();
    for (Received received : batch) {
      if (!bodies.add(received.message.body)) {
        violation("was received twice in one batch", received);
      }
      checkMessage(call, received);
      checkVisibility(call, received);
      checkCount(received);
    }
    if (Queues.isFifo(call.queue)) {
      checkOrder(call, batch);
    }
  }

  private void checkMessage(Invocation call, Received received) {
    Sent message = received.message;
    if (message.call.outcome == Outcome.REFUSED) {
      violation("was received though its sending was refused", received);
    }
    if (message.deleted != null && message.deleted.before(call.begin)) {
      violation("was received after it was deleted at step " + message.deleted.step(), received);
    }
    if (call.end.time() < message.call.begin.time() + message.delay) {
      violation("was received before its delay was over", received);
    }
    long retention = queues.of(call.queue).retention() * 1000L;
    if (call.begin.time() >= received.sentTimestamp + retention) {
      violation("was received after its retention", received);
    }
    for (Invocation wipe : ledger.invocations) {
      if (isWipe(wipe)
          && wipe.isDone()
          && wipe.queue.equals(call.queue)
          && !queues.hasRedrive(call.queue)
          && message.call.endedBefore(wipe.begin)
          && wipe.endedBefore(call.begin)) {
        violation("was received after " + wipe.operation, received);
      }
    }
    if (call.queue.equals(message.queue) && !mayHaveMoved(call.queue, call.end)) {
      if (message.messageId != null && !message.messageId.equals(received.messageId)) {
        violation("was received as " + received.messageId, received);
      }
      if (message.sequence != null && !message.sequence.equals(received.sequence)) {
        violation("was received with sequence number " + received.sequence, received);
      }
    }
  }

  /** No two have a message at the same time. */
  private void checkVisibility(Invocation call, Received received) {
    for (Received other : ledger.received) {
      if (other.message == received.message
          && other.call != call
          && other.queue.equals(call.queue)) {
        boolean after = call.end.time() >= other.hiddenUntil;
        boolean before =
            !other.call.endedBefore(call.begin) && other.call.end.time() >= received.hiddenUntil;
        if (!after && !before) {
          violation(
              "was received while hidden until "
                  + other.hiddenUntil
                  + " by the receive of step "
                  + other.call.begin.step(),
              received);
        }
      }
    }
  }

  private void checkCount(Received received) {
    if (!countsById
        .computeIfAbsent(received.messageId, id -> new HashSet<>())
        .add(received.count)) {
      violation("was received twice with receive count " + received.count, received);
    }
    for (Received other : ledger.received) {
      if (other.messageId.equals(received.messageId)
          && other.call.endedBefore(received.call.begin)
          && other.count >= received.count) {
        violation("was received with receive count " + received.count + " again", received);
      }
    }
    int max = queues.of(received.queue).maxReceives();
    if (max > 0
        && !Queues.isDeadLetter(received.queue)
        && received.count > max
        && !mayBeWiped(Queues.deadLetter(received.queue), received.call.end)) {
      violation("was received more often than its redrive policy allows", received);
    }
  }

  /** Of each group, what was sent first is received first. */
  private void checkOrder(Invocation call, List<Received> batch) {
    Set<String> before = new HashSet<>();
    Map<String, String> last = new HashMap<>();
    for (Received received : batch) {
      String group = received.message.group;
      String previous = last.put(group, received.sequence);
      if (previous != null && previous.compareTo(received.sequence) >= 0) {
        violation("was received out of order in a batch", received);
      }
      if (!Queues.isDeadLetter(call.queue)) {
        for (Sent message : ledger.sent.values()) {
          if (message.queue.equals(call.queue)
              && message.group.equals(group)
              && message.sequence != null
              && message.sequence.compareTo(received.sequence) < 0
              && message.call.endedBefore(call.begin)
              && !before.contains(message.messageId)
              && isThere(message, call.end)) {
            violation("was received before " + message.body + ", which is there", received);
          }
        }
      }
      before.add(received.messageId);
    }
  }

  /** Whether a message that was sent must still be in the queue that it was sent to. */
  private boolean isThere(Sent message, Moment at) {
    int max = queues.of(message.queue).maxReceives();
    return ledger.sent.values().stream()
            .noneMatch(
                other -> message.mayBe(other) && (other.mayBeDeleted || mayBeGone(other, at)))
        && (max == 0 || possibleReceives(message, at) < max);
  }

  /** How often a message can have been received in the queue that it was sent to. */
  private long possibleReceives(Sent message, Moment at) {
    return ledger.invocations.stream()
            .filter(call -> call.operation.equals("ReceiveMessage"))
            .filter(call -> call.queue.equals(message.queue) && call.begin.before(at))
            .filter(call -> call.outcome == Outcome.OPEN || call.outcome == Outcome.UNKNOWN)
            .count()
        + ledger.received.stream()
            .filter(received -> received.queue.equals(message.queue))
            .filter(received -> received.messageId.equals(message.messageId))
            .count();
  }

  /** Whether a message can have expired or gone with others, in any of the queues it may be in. */
  boolean mayBeGone(Sent message, Moment at) {
    long retention = queues.of(message.queue).retention() * 1000L;
    if (at.time() >= message.call.begin.time() + retention) {
      return true;
    }
    for (Invocation wipe : ledger.invocations) {
      if (isWipe(wipe)
          && wipe.mayHaveHappened()
          && Queues.related(wipe.queue, message.queue)
          && !wipe.endedBefore(message.call.begin)
          && wipe.begin.before(at)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeWiped(String queue, Moment before) {
    return ledger.invocations.stream()
        .anyMatch(
            wipe ->
                wipe.operation.equals("DeleteQueue")
                    && wipe.queue.equals(queue)
                    && wipe.mayHaveHappened()
                    && wipe.begin.before(before));
  }

  private boolean mayHaveMoved(String queue, Moment before) {
    return ledger.invocations.stream()
        .anyMatch(
            move ->
                move.operation.equals("StartMessageMoveTask")
                    && Queues.related(move.queue, queue)
                    && move.mayHaveHappened()
                    && move.begin.before(before));
  }

  private static boolean isWipe(Invocation call) {
    return call.operation.equals("PurgeQueue") || call.operation.equals("DeleteQueue");
  }

  /** A call has ended. */
  void ended(Invocation call) {
    if (call.error == null) {
      return;
    }
    if (QUEUE_IS_NOT_THERE.contains(call.error) && !mayBeWiped(call.queue, call.end)) {
      ledger.violation(
          call.queue + " is not there at step " + call.end.step() + " and nobody deleted it");
    }
    if (call.operation.startsWith("SendMessage")
        && call.outcome == Outcome.REFUSED
        && !QUEUE_IS_NOT_THERE.contains(call.error)
        && !call.error.equals("RequestThrottled")) {
      ledger.violation("A message was refused: " + call.error);
    }
  }

  /** The clock has been turned, and had all that fell due on the way done. */
  void turned(Moment before) {
    if (simulation.plan().hasDiskErrors()) {
      return;
    }
    long now = simulation.clock().millis();
    for (Scheduled timer : ledger.timers.values()) {
      if (timer.call.endedBefore(before)
          && timer.due <= now
          && timer.failures <= 0
          && !ClockTurner.isSettled(timer)) {
        ledger.violation("Timer " + timer.id + " was due at " + timer.due + " and has not fired");
      }
    }
  }

  private void violation(String what, Received received) {
    ledger.violation(
        "%s %s (%s, receive of steps %d to %d)"
            .formatted(
                received.message.body,
                what,
                received.queue,
                received.call.begin.step(),
                received.call.end.step()));
  }
}
