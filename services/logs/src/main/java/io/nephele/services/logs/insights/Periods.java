package io.nephele.services.logs.insights;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Periods such as 30s, 5m or 1h, or those of the calendar such as 1mo.
 *
 * @param millis how long, or 0 for those of the calendar
 * @param months how many months, or 0
 */
record Periods(long millis, int months) {

  /** A period; an error to the caller if the token is none. */
  static Periods parse(Token token) {
    String text = token.text();
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    String name = text.substring(end).toLowerCase(Locale.ROOT);
    long unit =
        switch (name) {
          case "ms", "msec", "millisecond", "milliseconds" -> 1;
          case "s", "sec", "second", "seconds" -> 1000;
          case "m", "min", "mins", "minute", "minutes" -> 60_000;
          case "h", "hr", "hrs", "hour", "hours" -> 3_600_000;
          case "d", "day", "days" -> 86_400_000;
          case "w", "week", "weeks" -> 604_800_000;
          default -> 0;
        };
    int months =
        switch (name) {
          case "mo", "mon", "month", "months" -> 1;
          case "q", "qtr", "quarter", "quarters" -> 3;
          case "y", "yr", "year", "years" -> 12;
          default -> 0;
        };
    int count = end == 0 || end > 6 ? 0 : Integer.parseInt(text.substring(0, end));
    if (unit == 0 && months == 0 || count == 0) {
      throw Malformed.at("unexpected symbol found " + text + ", not a period", token);
    }
    return new Periods(count * unit, count * months);
  }

  /** When the period of a time begins, both in milliseconds since 1970. */
  long floor(long time) {
    if (months == 0) {
      return Math.floorDiv(time, millis) * millis;
    }
    ZonedDateTime at = Instant.ofEpochMilli(time).atZone(ZoneOffset.UTC);
    long month = at.getYear() * 12L + at.getMonthValue() - 1;
    long first = Math.floorDiv(month, months) * months;
    return start(first);
  }

  /** When the first period that does not begin before a time begins. */
  long ceiling(long time) {
    long floor = floor(time);
    if (floor == time) {
      return time;
    }
    if (months == 0) {
      return floor + millis;
    }
    ZonedDateTime at = Instant.ofEpochMilli(floor).atZone(ZoneOffset.UTC);
    return start(at.getYear() * 12L + at.getMonthValue() - 1 + months);
  }

  private static long start(long month) {
    return ZonedDateTime.of(
            (int) Math.floorDiv(month, 12L),
            (int) Math.floorMod(month, 12L) + 1,
            1,
            0,
            0,
            0,
            0,
            ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.DAYS)
        .toInstant()
        .toEpochMilli();
  }
}
