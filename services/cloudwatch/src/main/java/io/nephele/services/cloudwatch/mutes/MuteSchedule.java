package io.nephele.services.cloudwatch.mutes;

import io.nephele.core.schedule.Schedule;
import io.nephele.core.schedule.Schedules;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The times at which a rule mutes.
 *
 * @param starts when it begins to mute
 * @param once whether it does so only once
 * @param lasts for how long it mutes then
 * @param zone whose clock the schedule speaks of
 */
record MuteSchedule(Schedule starts, boolean once, Duration lasts, ZoneId zone) {
  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final Duration MOST = Duration.ofDays(15);
  private static final String SUNDAY_FIRST = "01234567";

  /** Reads what a request says, or answers what is wrong with it. */
  static MuteSchedule of(io.nephele.api.cloudwatch.Schedule given) {
    String expression = given.expression().strip();
    boolean once = expression.startsWith("at(");
    return new MuteSchedule(
        starts(expression, once), once, lasts(given.duration()), zone(given.timezone()));
  }

  private static Schedule starts(String expression, boolean once) {
    try {
      if (once) {
        // The form has no seconds.
        String time = expression.substring(3, Math.max(3, expression.length() - 1));
        return Schedules.parse("at(" + (time.length() == 16 ? time + ":00" : time) + ")");
      }
      if (expression.startsWith("cron(") && expression.endsWith(")")) {
        return Schedules.parse(sixFields(expression.substring(5, expression.length() - 1)));
      }
      throw new IllegalArgumentException("A schedule is cron(...) or at(...).");
    } catch (IllegalArgumentException e) {
      throw CloudWatchErrors.validation(
          "The value "
              + expression
              + " for parameter Rule.Schedule.Expression is invalid. "
              + e.getMessage());
    }
  }

  /** From the five fields of a crontab to those that AWS's other schedules have. */
  private static String sixFields(String text) {
    String[] fields = text.strip().split("\\s+", 6);
    if (fields.length != 5) {
      throw new IllegalArgumentException("The cron expression of a mute rule has five fields.");
    }
    boolean anyDate = fields[2].equals("*") || fields[2].equals("?");
    boolean anyDay = fields[4].equals("*") || fields[4].equals("?");
    if (!anyDate && !anyDay) {
      throw new IllegalArgumentException(
          "Only one of the day of the month and the day of the week.");
    }
    return "cron("
        + fields[0]
        + " "
        + fields[1]
        + " "
        + (anyDate && !anyDay ? "?" : fields[2].replace('?', '*'))
        + " "
        + fields[3]
        + " "
        + (anyDay ? "?" : days(fields[4]))
        + " *)";
  }

  /** Crontabs count days from Sunday, 0 or 7; AWS's other schedules from Sunday, 1. */
  private static String days(String field) {
    StringBuilder days = new StringBuilder();
    boolean step = false;
    for (char c : field.toCharArray()) {
      step = c == '/' || step && Character.isDigit(c);
      int day = step ? -1 : SUNDAY_FIRST.indexOf(c);
      days.append(day < 0 ? c : (char) ('1' + day % 7));
    }
    return days.toString();
  }

  private static Duration lasts(String text) {
    try {
      Duration lasts = Duration.parse(text);
      if (lasts.compareTo(LEAST) >= 0 && lasts.compareTo(MOST) <= 0) {
        return lasts;
      }
    } catch (DateTimeException e) {
      // answered below
    }
    throw CloudWatchErrors.validation(
        "The value "
            + text
            + " for parameter Rule.Schedule.Duration is invalid. It must be a duration in ISO 8601"
            + " format between 1 minute and 15 days.");
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text == null ? "UTC" : text);
    } catch (DateTimeException e) {
      throw CloudWatchErrors.invalidValue(text, "Rule.Schedule.Timezone");
    }
  }

  /**
   * When the muting ends that goes on at a time; null if none does.
   *
   * @param from when it may begin first, or null
   */
  Instant mutedUntil(Instant now, Instant from) {
    Instant after = now.minus(lasts);
    if (from != null && from.isAfter(after)) {
      after = from.minusMillis(1);
    }
    Instant start = starts.next(after, zone);
    return start == null || start.isAfter(now) ? null : start.plus(lasts);
  }
}
