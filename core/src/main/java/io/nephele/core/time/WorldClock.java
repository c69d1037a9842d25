package io.nephele.core.time;

import java.time.Instant;

/** The time of a world. Whatever needs the time or waits for it asks the world's clock. */
public interface WorldClock {
  /** The time now. */
  Instant now();

  /** The time now in milliseconds since 1970. */
  long millis();

  /**
   * What the clocks of the machine, and so of clients, show now; this clock's own time where nobody
   * has another.
   */
  default Instant machineTime() {
    return now();
  }

  /**
   * What this clock showed when the machine's clock, and so those of clients, showed that.
   *
   * @param shown a time that a client states, such as that of a signature
   */
  default Instant at(Instant shown) {
    return shown;
  }

  /**
   * Waits, without spinning, until the signal's version is no longer the one seen or the deadline
   * has come.
   *
   * @param seen the version read before the caller found nothing to do
   * @return true if the signal was given, false if the deadline came first
   * @throws InterruptedException if the thread is interrupted, before or while it waits
   */
  boolean await(Signal signal, long seen, Instant deadline) throws InterruptedException;

  /** As {@link #await(Signal, long, Instant)} without a deadline. */
  default void await(Signal signal, long seen) throws InterruptedException {
    await(signal, seen, Instant.MAX);
  }

  /** Waits until that time. */
  default void sleepUntil(Instant deadline) throws InterruptedException {
    Signal never = new Signal();
    await(never, never.version(), deadline);
  }

  /**
   * Runs a task on a virtual thread of its own. A clock that is turned by hand does not go on while
   * such a task is running, only while it waits for the clock or has ended.
   *
   * @param name the thread's name, for logs
   */
  void start(String name, Runnable task);

  /**
   * Has this clock keep an agenda: what falls due is done at its time, on a thread of the clock's
   * choice.
   */
  void keep(Agenda agenda);

  /** Forgets an agenda; returns when nothing of it is being done any more. */
  void forget(Agenda agenda);

  /**
   * Whether a time that a client states is the machine's, in a world whose clock knows nothing of
   * the machine: functions and other programs that such a world runs have no other.
   */
  default boolean isOfPrograms(Instant shown) {
    return false;
  }
}
