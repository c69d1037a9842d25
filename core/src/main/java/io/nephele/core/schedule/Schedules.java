package io.nephele.core.schedule;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** Reads schedule expressions as AWS writes them. */
public final class Schedules {
  private static final int MAX_LENGTH = 256;
  private static final int MAX_DIGITS = 9;

  private Schedules() {}

  /**
   * Reads {@code cron(...)}, {@code rate(...)} or {@code at(...)}.
   *
   * @throws ScheduleException if the text is none of these
   */
  public static Schedule parse(String text) {
    int open = text.indexOf('(');
    if (open < 0 || !text.endsWith(")") || text.length() > MAX_LENGTH) {
      throw new ScheduleException("A schedule is cron(...), rate(...) or at(...).");
    }
    String inside = text.substring(open + 1, text.length() - 1).strip();
    return switch (text.substring(0, open)) {
      case "cron" -> Cron.parse(inside);
      case "rate" -> rate(inside);
      case "at" -> at(inside);
      default -> throw new ScheduleException("A schedule is cron(...), rate(...) or at(...).");
    };
  }

  private static Rate rate(String text) {
    int space = text.indexOf(' ');
    String digits = space < 0 ? "" : text.substring(0, space);
    if (digits.isEmpty()
        || digits.length() > MAX_DIGITS
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new ScheduleException("A rate is a whole number and a unit.");
    }
    long value = Long.parseLong(digits);
    String unit = text.substring(space).strip();
    boolean one = value == 1;
    ChronoUnit of =
        switch (unit) {
          case "minute", "minutes" -> ChronoUnit.MINUTES;
          case "hour", "hours" -> ChronoUnit.HOURS;
          case "day", "days" -> ChronoUnit.DAYS;
          default -> throw new ScheduleException("The units of a rate are minutes, hours, days.");
        };
    if (value == 0 || one == unit.endsWith("s")) {
      throw new ScheduleException(
          "A rate is at least 1, and its unit is singular of 1 and plural of more.");
    }
    return new Rate(value, of);
  }

  private static At at(String text) {
    try {
      LocalDateTime time = LocalDateTime.parse(text);
      if (text.length() == "yyyy-mm-ddThh:mm:ss".length()) {
        return new At(time);
      }
    } catch (DateTimeException e) {
      // answered below
    }
    throw new ScheduleException("The form of a time is at(yyyy-mm-ddThh:mm:ss).");
  }
}
