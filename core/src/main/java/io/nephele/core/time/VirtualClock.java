package io.nephele.core.time;

import java.time.Instant;
import java.util.concurrent.ThreadFactory;

/**
 * A clock for tests and simulations: it stands still until it is turned, and its time is the only
 * one there is, that of clients too.
 */
public final class VirtualClock extends TurnableClock {
  /** A clock that stands at that time. */
  public VirtualClock(Instant start) {
    this(start, Thread.ofVirtual().factory());
  }

  /**
   * A clock that stands at that time.
   *
   * @param threads makes the threads on which the clock does things, for simulations that say which
   *     thread goes on when
   */
  public VirtualClock(Instant start, ThreadFactory threads) {
    super(PaceHistory.of(Pace.standing(start)), null, threads);
  }

  @Override
  public Instant machineTime() {
    return now();
  }

  @Override
  public Instant at(Instant shown) {
    return shown;
  }
}
