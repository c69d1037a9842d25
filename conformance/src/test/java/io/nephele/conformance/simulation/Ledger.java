package io.nephele.conformance.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the clients of a run did and were told. Simulated threads run one at a time, so nothing here
 * is guarded. Times are milliseconds since 1970.
 */
final class Ledger {
  /** Every call, in the order in which they began. */
  final List<Invocation> invocations = new ArrayList<>();

  /** Every message that somebody tried to send, by its body. */
  final Map<String, Sent> sent = new LinkedHashMap<>();

  /** Every message that somebody received. */
  final List<Received> received = new ArrayList<>();

  /** Every timer that somebody tried to schedule, by its id. */
  final Map<String, Scheduled> timers = new LinkedHashMap<>();

  /** What must not be. */
  final List<String> violations = new ArrayList<>();

  /** A moment of a run: the scheduler's step, which tells the order of all things, and the time. */
  record Moment(long step, long time) {
    boolean before(Moment other) {
      return step < other.step;
    }
  }

  /** How a call ended. */
  enum Outcome {
    /** It has not. */
    OPEN,
    DONE,
    /** With an error that says that nothing was done. */
    REFUSED,
    /** By a crash or a failure of the disk, so it may have been done or not. */
    UNKNOWN
  }

  /** A call of a client. */
  static final class Invocation {
    final String operation;
    final String queue;
    final Moment begin;
    Moment end;
    Outcome outcome = Outcome.OPEN;
    String error;

    Invocation(String operation, String queue, Moment begin) {
      this.operation = operation;
      this.queue = queue;
      this.begin = begin;
    }

    boolean isDone() {
      return outcome == Outcome.DONE;
    }

    /** Whether it may have had an effect. */
    boolean mayHaveHappened() {
      return outcome != Outcome.REFUSED;
    }

    /** Whether it ended, and so had its effect if any, before a moment. */
    boolean endedBefore(Moment moment) {
      return end != null && end.before(moment);
    }
  }

  /** A message that somebody tried to send. */
  static final class Sent {
    final Invocation call;
    final String queue;
    final String body;
    final String group;
    final String deduplication;
    final long delay;
    String messageId;
    String sequence;

    /** When a deletion ended that must have removed it, or null. */
    Moment deleted;

    /** Whether somebody tried to delete it. */
    boolean mayBeDeleted;

    /** Whether the last look into all queues found it. */
    boolean found;

    Sent(
        Invocation call,
        String queue,
        String body,
        String group,
        String deduplication,
        long delay) {
      this.call = call;
      this.queue = queue;
      this.body = body;
      this.group = group;
      this.deduplication = deduplication;
      this.delay = delay;
    }

    /** Whether the other may be what is in the queue because this was taken for a duplicate. */
    boolean mayBe(Sent other) {
      return this == other
          || messageId.equals(other.messageId)
          || (other.call.outcome == Outcome.UNKNOWN
              && deduplication != null
              && deduplication.equals(other.deduplication)
              && queue.equals(other.queue));
    }
  }

  /** A message in somebody's hands. */
  static final class Received {
    final Invocation call;
    final Sent message;
    final String queue;
    final String messageId;
    final String handle;
    final String sequence;
    final int count;
    final long sentTimestamp;

    /** Before when nobody can receive it again. */
    long hiddenUntil;

    Received(
        Invocation call,
        Sent message,
        String messageId,
        String handle,
        String sequence,
        int count,
        long sentTimestamp,
        long hiddenUntil) {
      this.call = call;
      this.message = message;
      this.queue = call.queue;
      this.messageId = messageId;
      this.handle = handle;
      this.sequence = sequence;
      this.count = count;
      this.sentTimestamp = sentTimestamp;
      this.hiddenUntil = hiddenUntil;
    }
  }

  /** A timer that somebody tried to schedule. */
  static final class Scheduled {
    final Invocation call;
    final String id;
    final long due;

    /** How often what it does fails before it succeeds. */
    int failures;

    /** The cancellation, if somebody tried one. */
    Invocation cancellation;

    /** What the cancellation said of whether there was a timer. */
    boolean cancelled;

    /** When its handler last ran. */
    Moment fired;

    /** How many crashes there had been then. */
    int crashes;

    Scheduled(Invocation call, String id, long due, int failures) {
      this.call = call;
      this.id = id;
      this.due = due;
      this.failures = failures;
    }
  }

  /** The process has ended: whoever waits for an answer gets none. */
  void crash() {
    for (Invocation invocation : invocations) {
      if (invocation.outcome == Outcome.OPEN) {
        invocation.outcome = Outcome.UNKNOWN;
      }
    }
  }

  void violation(String text) {
    violations.add(text);
  }
}
