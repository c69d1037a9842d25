package io.nephele.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;

/**
 * A clock for tests and simulations: it stands still until it is turned, and its time is the only
 * one there is, that of clients too. Only programs that the world runs, such as functions, live by
 * the machine's.
 */
public final class VirtualClock extends TurnableClock {
  /** How far apart the clocks of one machine are at most, with the time that a call takes. */
  private static final Duration NEAR = Duration.ofMinutes(15);

  private static final Duration APART = Duration.ofDays(30);

  private final RealClock machine = new RealClock();

  /** Whether it began so far from the machine's time that nobody can take one for the other. */
  private final boolean apart;

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
    this.apart = Duration.between(start, machine.now()).abs().compareTo(APART) > 0;
  }

  @Override
  public Instant machineTime() {
    return now();
  }

  @Override
  public Instant at(Instant shown) {
    return isOfPrograms(shown) ? now() : shown;
  }

  @Override
  public boolean isOfPrograms(Instant shown) {
    return apart && Duration.between(shown, machine.now()).abs().compareTo(NEAR) <= 0;
  }
}
