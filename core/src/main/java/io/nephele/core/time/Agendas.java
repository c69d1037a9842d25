package io.nephele.core.time;

import io.nephele.core.logging.LazyLogger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The agendas that a clock keeps. Each has a keeper, a thread that does what falls due while time
 * goes by itself or without time going on; when the clock is turned, the turner does it.
 */
final class Agendas {
  private static final System.Logger LOG = new LazyLogger(Agendas.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final Waiting waiting;

  /** Held by whoever turns the clock or does what is due. */
  private final ReentrantLock turning;

  /** Guards changes of the keepers. A task may add one while the clock is turned. */
  private final ReentrantLock keeping = new ReentrantLock();

  private volatile Map<Agenda, Keeper> keepers = Map.of();

  Agendas(Waiting waiting, ReentrantLock turning) {
    this.waiting = waiting;
    this.turning = turning;
  }

  /** As {@link WorldClock#keep}. */
  void keep(Agenda agenda) {
    Keeper keeper = new Keeper(agenda);
    keeping.lock();
    try {
      if (keepers.containsKey(agenda)) {
        return;
      }
      Map<Agenda, Keeper> more = new LinkedHashMap<>(keepers);
      more.put(agenda, keeper);
      keepers = more;
    } finally {
      keeping.unlock();
    }
    waiting.startThread("timers", keeper);
  }

  /** As {@link WorldClock#forget}. */
  void forget(Agenda agenda) {
    keeping.lock();
    try {
      Map<Agenda, Keeper> fewer = new LinkedHashMap<>(keepers);
      fewer.remove(agenda);
      keepers = fewer;
    } finally {
      keeping.unlock();
    }
    agenda.changed().give();
    // Whoever does what is due holds this lock; a task must not wait for it, since it is itself
    // waited for.
    if (!waiting.isInTask()) {
      awaitTurned();
    }
  }

  @SuppressWarnings("LockNotBeforeTry") // nothing to do between
  private void awaitTurned() {
    turning.lock();
    turning.unlock();
  }

  /** When the next thing is due, or null. For who turns. */
  Instant earliest() {
    Next next = next();
    return next == null ? null : next.due;
  }

  /** What is due next, or null. For who turns. */
  Due first() {
    Next next = next();
    return next == null ? null : new Due(next.due, next.agenda.nextName());
  }

  /** Does what is due now, and what that makes due now; says how much it was. For who turns. */
  long doAllDue() {
    long done = 0;
    for (Next next = next(); next != null && !next.due.isAfter(waiting.now()); next = next()) {
      next.agenda.doNext();
      done++;
      waiting.awaitQuiet();
    }
    return done;
  }

  /**
   * Whoever asks an agenda what is due next is the one who is told of changes to that, so that
   * after others have asked, the keepers have to look again where they wait by themselves.
   */
  void haveKeepersLook() {
    keepers.keySet().forEach(agenda -> agenda.changed().give());
  }

  /** The agenda with the earliest thing, the first of those that have it; null if none has one. */
  private Next next() {
    Next first = null;
    for (Agenda agenda : keepers.keySet()) {
      Instant due = agenda.nextDue();
      if (due != null && (first == null || due.isBefore(first.due))) {
        first = new Next(agenda, due);
      }
    }
    return first;
  }

  private record Next(Agenda agenda, Instant due) {}

  /** Does what becomes due without the clock being turned. */
  private final class Keeper implements Runnable {
    private final Agenda agenda;

    private Keeper(Agenda agenda) {
      this.agenda = agenda;
    }

    @Override
    public void run() {
      try {
        while (true) {
          long seen = agenda.changed().version();
          Instant next = doDue();
          if (next == null) {
            return;
          }
          waiting.awaitAsKeeper(agenda.changed(), seen, next);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Says when to look again; null if the agenda is forgotten. */
    private Instant doDue() {
      turning.lock();
      try {
        while (keepers.get(agenda) == this) {
          Instant due = agenda.nextDue();
          if (due == null) {
            return Instant.MAX;
          }
          if (due.isAfter(waiting.now())) {
            return due;
          }
          agenda.doNext();
        }
        return null;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "What was due could not be done", e);
        return waiting.now().plus(AFTER_FAILURE);
      } finally {
        turning.unlock();
      }
    }
  }
}
