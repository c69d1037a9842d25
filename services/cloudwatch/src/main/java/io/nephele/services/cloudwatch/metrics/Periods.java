package io.nephele.services.cloudwatch.metrics;

import io.nephele.core.metrics.Span;
import java.time.Duration;
import java.time.Instant;

/** What AWS makes of periods and the times between which data are asked for. */
public final class Periods {
  private static final int LONGEST = 86_400;
  private static final long EARLIEST = 0;
  private static final long LATEST = 253_402_300_800L;

  private Periods() {}

  /** Whether data can be read with that period in seconds. */
  public static boolean isReadable(int period) {
    return switch (period) {
      case 1, 5, 10, 20, 30 -> true;
      default -> period > 0 && period % 60 == 0 && period <= LONGEST;
    };
  }

  /**
   * The beginning rounded down as AWS does: to the minute, or to 5 minutes or the hour where it is
   * so long ago that there are no others, or to the period if that is less than a minute.
   */
  public static Span span(Instant start, Instant end, int period, Instant now) {
    long from = Math.clamp(start.getEpochSecond(), EARLIEST, LATEST);
    long to = Math.clamp(end.getEpochSecond() + (end.getNano() > 0 ? 1 : 0), EARLIEST, LATEST);
    Duration ago = Duration.between(start, now);
    long unit;
    if (period < 60) {
      unit = period;
    } else if (ago.toDays() < 15) {
      unit = 60;
    } else if (ago.toDays() < 63) {
      unit = 300;
    } else {
      unit = 3600;
    }
    return new Span(from - Math.floorMod(from, unit), to, period);
  }
}
