package io.nephele.core.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Times as users write and read them. What cannot be read is told in one line for the user. */
public final class TimeTexts {
  private static final int MAX_LENGTH = 64;
  private static final int MAX_DIGITS = 12;

  private TimeTexts() {}

  /**
   * Reads a length of time: {@code 4d}, {@code 90m}, {@code 1h30m}, {@code 500ms}, or ISO 8601 as
   * in {@code PT96H}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration duration(String text) {
    String stripped = text.strip().toLowerCase(Locale.ROOT);
    if (!stripped.isEmpty() && stripped.length() <= MAX_LENGTH) {
      try {
        Duration read =
            stripped.charAt(0) >= '0' && stripped.charAt(0) <= '9'
                ? parts(stripped)
                : Duration.parse(stripped);
        if (read != null) {
          return read;
        }
      } catch (DateTimeException | ArithmeticException e) {
        // Told below.
      }
    }
    throw new IllegalArgumentException(
        "A length of time is written as 4d, 1h30m, 90s, 500ms or PT96H, not: " + shortened(text));
  }

  /** Numbers with units; null if it is something else. */
  private static Duration parts(String text) {
    Duration sum = Duration.ZERO;
    int at = 0;
    while (at < text.length()) {
      int digits = end(text, at, true);
      int unit = end(text, digits, false);
      if (digits == at || digits - at > MAX_DIGITS) {
        return null;
      }
      long number = Long.parseLong(text, at, digits, 10);
      Duration part =
          switch (text.substring(digits, unit)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            case "s" -> Duration.ofSeconds(number);
            case "ms" -> Duration.ofMillis(number);
            default -> null;
          };
      if (part == null) {
        return null;
      }
      sum = sum.plus(part);
      at = unit;
    }
    return sum;
  }

  private static int end(String text, int from, boolean digits) {
    int at = from;
    while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9') == digits) {
      at++;
    }
    return at;
  }

  /**
   * Reads a time: {@code 2026-11-21T18:20:00Z}, with an offset instead of Z, or a day in UTC.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Instant instant(String text) {
    String stripped = text.strip();
    try {
      if (stripped.length() <= MAX_LENGTH) {
        return stripped.indexOf('T') < 0
            ? LocalDate.parse(stripped).atStartOfDay(ZoneOffset.UTC).toInstant()
            : Instant.parse(stripped);
      }
    } catch (DateTimeException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "A time is written as 2026-11-21T18:20:00Z or 2026-11-21, not: " + shortened(text));
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
  }

  /** Writes a length of time by its two largest units, as in {@code 4d 2h}. */
  public static String text(Duration duration) {
    Duration length = duration.abs();
    if (length.toDays() > 0) {
      return two(length.toDays(), "d", length.toHoursPart(), "h");
    }
    if (length.toHours() > 0) {
      return two(length.toHours(), "h", length.toMinutesPart(), "m");
    }
    if (length.toMinutes() > 0) {
      return two(length.toMinutes(), "m", length.toSecondsPart(), "s");
    }
    return length.toSeconds() > 0
        ? two(length.toSeconds(), "s", 0, "")
        : two(length.toMillis(), "ms", 0, "");
  }

  private static String two(long large, String unit, int small, String smallUnit) {
    return large + unit + (small == 0 ? "" : " " + small + smallUnit);
  }
}
