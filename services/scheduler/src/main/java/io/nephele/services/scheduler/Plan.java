package io.nephele.services.scheduler;

import io.nephele.api.scheduler.CreateScheduleInput;
import io.nephele.api.scheduler.FlexibleTimeWindow;
import io.nephele.api.scheduler.Scheduler;
import io.nephele.core.ids.Ids;
import io.nephele.core.schedule.At;
import io.nephele.core.schedule.Rate;
import io.nephele.core.schedule.Schedule;
import io.nephele.core.schedule.Schedules;
import io.nephele.wire.cbor.StoredStructs;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A schedule that is ready to be followed: what it says, read once.
 *
 * @param row as it is stored
 * @param settings what was asked for
 * @param schedule its expression
 * @param zone whose clock the expression speaks of
 */
record Plan(
    ScheduleRow row, CreateScheduleInput settings, Aim aim, Schedule schedule, ZoneId zone) {
  private static final int MILLIS = 60_000;

  static Plan of(ScheduleRow row) {
    CreateScheduleInput settings =
        new CreateScheduleInput(
            StoredStructs.read(row.settings().toArray(), Scheduler.shape("CreateScheduleInput")));
    String zone = settings.scheduleExpressionTimezone();
    return new Plan(
        row,
        settings,
        new Aim(row, settings.target()),
        Schedules.parse(settings.scheduleExpression()),
        zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
  }

  boolean isEnabled() {
    return !"DISABLED".equals(settings.state());
  }

  boolean isDeletedWhenComplete() {
    return "DELETE".equals(settings.actionAfterCompletion());
  }

  /** When a schedule that was just made goes off first, or null if never. */
  Instant first(Instant now) {
    if (schedule instanceof Rate) {
      Instant start = settings.startDate();
      return bounded(start == null ? now.truncatedTo(ChronoUnit.MINUTES) : start);
    }
    return following(now);
  }

  /** When a schedule that was changed goes off next, or null if never. */
  Instant following(Instant now) {
    Instant start = settings.startDate();
    if (schedule instanceof At) {
      // Whoever asks for this very moment means it.
      return schedule.next(now.minusMillis(1), zone);
    }
    if (schedule instanceof Rate rate) {
      Instant anchor =
          start == null
              ? Instant.ofEpochMilli(row.createdAt()).truncatedTo(ChronoUnit.MINUTES)
              : start;
      return bounded(rate.next(anchor, now));
    }
    Instant from = start == null || start.isBefore(now) ? now : start.minusMillis(1);
    return bounded(schedule.next(from, zone));
  }

  /** When it goes off after that time, or null if never. */
  Instant after(Instant scheduled) {
    return schedule instanceof At ? null : bounded(schedule.next(scheduled, zone));
  }

  /** Whether it goes off by itself at each of its times, over and over. */
  boolean isRegular() {
    return isEnabled()
        && !(schedule instanceof At)
        && !"FLEXIBLE".equals(settings.flexibleTimeWindow().mode());
  }

  /** Whether a time is between its start and its end, in milliseconds. */
  boolean isWithin(long millis) {
    Instant start = settings.startDate();
    Instant end = settings.endDate();
    return (start == null || millis >= start.toEpochMilli())
        && (end == null || millis <= end.toEpochMilli());
  }

  /** A time unless it is null or after its end; else null. */
  Instant bounded(Instant time) {
    Instant end = settings.endDate();
    return time == null || end != null && time.isAfter(end) ? null : time;
  }

  /** When the target is called of what is scheduled then: some time in the window. */
  Instant due(Instant scheduled, Ids ids) {
    FlexibleTimeWindow window = settings.flexibleTimeWindow();
    if (!"FLEXIBLE".equals(window.mode())) {
      return scheduled;
    }
    long millis = (long) window.maximumWindowInMinutes() * MILLIS;
    return scheduled.plusMillis(ids.nextLong(millis)).truncatedTo(ChronoUnit.SECONDS);
  }
}
