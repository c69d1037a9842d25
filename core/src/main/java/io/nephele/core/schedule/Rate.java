package io.nephele.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * {@code rate(value unit)}: again and again after the same time.
 *
 * @param value at least 1
 * @param unit minutes, hours or days
 */
public record Rate(long value, ChronoUnit unit) implements Schedule {
  /** The time between two; a day has 24 hours, also where clocks are changed. */
  public Duration period() {
    return unit.getDuration().multipliedBy(value);
  }

  @Override
  public Instant next(Instant after, ZoneId zone) {
    return after.plus(period());
  }

  /** The first time after {@code after} of those a whole number of periods after the anchor. */
  public Instant next(Instant anchor, Instant after) {
    if (after.isBefore(anchor)) {
      return anchor;
    }
    long periods = Duration.between(anchor, after).dividedBy(period());
    return anchor.plus(period().multipliedBy(periods + 1));
  }
}
