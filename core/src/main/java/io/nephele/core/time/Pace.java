package io.nephele.core.time;

import java.time.Duration;
import java.time.Instant;

/**
 * How a world's time follows the machine's from a moment on.
 *
 * @param machine what the machine's clock showed at that moment
 * @param world what the world's clock showed
 * @param speed seconds of the world in a second of the machine; 0 if time stands still
 */
record Pace(Instant machine, Instant world, double speed) {
  /** The last time that a clock shows: 9999-12-31T23:59:59.999Z. */
  static final Instant LATEST = Instant.ofEpochMilli(253_402_300_799_999L);

  /** The world's time is the machine's. */
  static final Pace REAL = new Pace(Instant.EPOCH, Instant.EPOCH, 1);

  /** The most seconds whose nanoseconds fit a long. */
  private static final long MAX_SECONDS = Long.MAX_VALUE / 1_000_000_000 - 1;

  private static final Duration LONGEST = Duration.ofSeconds(MAX_SECONDS);

  /** Time that stands still, whatever the machine's clock shows. */
  static Pace standing(Instant world) {
    return new Pace(Instant.EPOCH, world, 0);
  }

  /** The world's time when the machine's clock shows that; not before it was this pace's. */
  Instant at(Instant shown) {
    if (speed == 0 || !shown.isAfter(machine)) {
      return world;
    }
    Duration elapsed = Duration.between(machine, shown.isAfter(LATEST) ? LATEST : shown);
    if (speed != 1) {
      double nanos = (elapsed.compareTo(LONGEST) > 0 ? LONGEST : elapsed).toNanos() * speed;
      elapsed = nanos < Long.MAX_VALUE ? Duration.ofNanos((long) nanos) : LONGEST;
    }
    Instant time = world.plus(elapsed);
    return time.isAfter(LATEST) ? LATEST : time;
  }

  /**
   * How long it takes in the machine's nanoseconds until the world's time is that, at most a given
   * time; at least one nanosecond. Time must not stand still.
   */
  long nanosUntil(Instant now, Instant deadline, long longest) {
    double seconds = (double) (deadline.getEpochSecond() - now.getEpochSecond());
    double nanos = (seconds * 1e9 + (deadline.getNano() - now.getNano())) / speed;
    return nanos >= longest ? longest : Math.max(1, (long) Math.ceil(nanos));
  }
}
