package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.RotationRulesType;
import io.nephele.core.schedule.Cron;
import io.nephele.core.schedule.Rate;
import io.nephele.core.schedule.Schedule;
import io.nephele.core.schedule.ScheduleException;
import io.nephele.core.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * When a secret is rotated: in windows that open on the hour, in UTC.
 *
 * @param days the days between two rotations, or null if there is an expression
 * @param expression {@code rate()} or {@code cron()}, or null
 * @param duration how long a window is, as the user wrote it, or null
 */
record RotationRules(Long days, String expression, String duration) {
  private static final int DAY_HOURS = 24;
  private static final int MIN_HOURS = 4;
  private static final int MAX_DAYS = 999;

  /** How far ahead the windows of a schedule are looked at. */
  private static final int LOOK = 60;

  /**
   * When a secret may be rotated.
   *
   * @param opens the first moment
   * @param closes the last second
   */
  record Window(Instant opens, Instant closes) {}

  /** The rules of a request; an error to the caller if they cannot be. */
  static RotationRules of(RotationRulesType in, Instant now) {
    Long days = in.automaticallyAfterDays();
    String expression = in.scheduleExpression();
    if (days != null && expression != null) {
      throw SecretErrors.invalidParameter(
          "You cannot specify both rotation frequency and schedule expression together.");
    }
    if (days == null && expression == null) {
      throw SecretErrors.invalidParameter(
          "You must specify either AutomaticallyAfterDays or ScheduleExpression.");
    }
    RotationRules rules = new RotationRules(days, expression, in.duration());
    rules.check(now);
    return rules;
  }

  private void check(Instant now) {
    Schedule schedule;
    try {
      schedule = schedule();
    } catch (ScheduleException e) {
      throw wrong(e.getMessage());
    }
    switch (schedule) {
      case Rate rate -> {
        if (rate.unit() == ChronoUnit.MINUTES
            || rate.period().toHours() < MIN_HOURS
            || days == null && rate.period().toDays() > MAX_DAYS) {
          throw wrong("A secret is rotated every 4 hours at most and every 999 days at least.");
        }
      }
      case Cron cron -> {
        if (!cron.fields().getFirst().equals("0") || !cron.fields().getLast().equals("*")) {
          throw wrong("The minutes must be 0 and the year must be *.");
        }
      }
      default -> throw wrong("It must be rate() or cron().");
    }
    checkWindows(schedule, now);
  }

  private void checkWindows(Schedule schedule, Instant now) {
    long hours = hours();
    if (duration != null && (hours < 1 || hours > DAY_HOURS)) {
      throw SecretErrors.invalidParameter(
          "The Duration of a rotation window must be between 1h and 24h.");
    }
    Window window = next(now);
    for (int i = 0; i < LOOK && window != null; i++) {
      Window after = next(schedule instanceof Rate ? window.closes() : window.opens());
      Instant end = window.opens().plus(Duration.ofHours(hours));
      Instant day = window.opens().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
      if (schedule instanceof Cron
          && after != null
          && after.opens().isBefore(window.opens().plus(Duration.ofHours(MIN_HOURS)))) {
        throw wrong("A secret is rotated every 4 hours at most.");
      }
      if (duration != null
          && (end.isAfter(day) && !inHours(schedule)
              || after != null && end.isAfter(after.opens()))) {
        throw SecretErrors.invalidParameter(
            "The rotation window must not extend into the next rotation window or the next UTC"
                + " day.");
      }
      window = after;
    }
    if (window == null) {
      throw wrong("It has no time to come.");
    }
  }

  private static RuntimeException wrong(String why) {
    return SecretErrors.invalidParameter("Invalid ScheduleExpression. " + why);
  }

  private Schedule schedule() {
    return days != null ? new Rate(days, ChronoUnit.DAYS) : Schedules.parse(expression);
  }

  /** The hours of a window that has a duration; 0 if it has none. */
  private long hours() {
    if (duration == null) {
      return 0;
    }
    String digits = duration.substring(0, duration.length() - 1);
    boolean good = duration.endsWith("h") && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return good && !digits.isEmpty() ? Long.parseLong(digits) : 0;
  }

  /** Whether a schedule is one of hours, whose windows are short. */
  private static boolean inHours(Schedule schedule) {
    return switch (schedule) {
      case Rate rate -> rate.unit() == ChronoUnit.HOURS;
      case Cron cron -> !cron.fields().get(1).chars().allMatch(Character::isDigit);
      default -> false;
    };
  }

  /**
   * The first window that opens after a time, which of a rate is the time of the last rotation;
   * null if there is none.
   */
  Window next(Instant after) {
    Schedule schedule = schedule();
    Instant midnight = after.truncatedTo(ChronoUnit.DAYS);
    Instant opens =
        schedule instanceof Rate rate
            ? rate.next(midnight, after)
            : schedule.next(after, ZoneOffset.UTC);
    if (opens == null) {
      return null;
    }
    Instant end;
    if (duration != null) {
      end = opens.plus(Duration.ofHours(hours()));
    } else if (inHours(schedule)) {
      end = opens.plus(Duration.ofHours(1));
    } else {
      end = opens.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    }
    return new Window(opens, end.minusSeconds(1));
  }

  /**
   * The rules as callers are told.
   *
   * @param next when the next window opens, or null
   */
  RotationRulesType told(Instant next) {
    Long every = days;
    Schedule schedule = schedule();
    if (days == null && schedule instanceof Rate rate) {
      every = Math.max(1, rate.period().toDays());
    } else if (days == null && next != null) {
      Window following = next(next);
      every =
          following == null
              ? null
              : Math.max(1, Duration.between(next, following.opens()).toDays());
    }
    return new RotationRulesType()
        .automaticallyAfterDays(every)
        .scheduleExpression(expression)
        .duration(duration);
  }
}
