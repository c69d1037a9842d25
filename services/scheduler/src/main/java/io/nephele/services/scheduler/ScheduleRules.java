package io.nephele.services.scheduler;

import io.nephele.api.scheduler.CreateScheduleInput;
import io.nephele.api.scheduler.FlexibleTimeWindow;
import io.nephele.core.call.Call;
import io.nephele.core.schedule.ScheduleException;
import io.nephele.core.schedule.Schedules;
import io.nephele.model.AwsException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** What a schedule has to be. */
final class ScheduleRules {
  private static final Duration LATEST = Duration.ofMinutes(5);

  private final SchedulerWorld scheduler;

  ScheduleRules(SchedulerWorld scheduler) {
    this.scheduler = scheduler;
  }

  /** Refuses a schedule that AWS would. */
  void check(CreateScheduleInput in, Call call) {
    try {
      Schedules.parse(in.scheduleExpression());
    } catch (ScheduleException e) {
      throw SchedulerErrors.validation(
          "Invalid Schedule Expression " + in.scheduleExpression() + ".");
    }
    if (in.scheduleExpressionTimezone() != null) {
      checkZone(in.scheduleExpressionTimezone());
    }
    checkWindow(in.flexibleTimeWindow());
    checkDates(in, call.time());
    if (in.kmsKeyArn() != null) {
      throw SchedulerErrors.notImplemented("KmsKeyArn of schedules yet");
    }
    TargetRules.check(in.target());
    checkRole(in, call);
  }

  private static void checkZone(String zone) {
    boolean known;
    try {
      // Offsets such as +02:00 are no names of the time zone database.
      known = zone.equals("UTC") || ZoneId.getAvailableZoneIds().contains(ZoneId.of(zone).getId());
    } catch (DateTimeException e) {
      known = false;
    }
    if (!known) {
      throw SchedulerErrors.validation("Invalid ScheduleExpressionTimezone " + zone + ".");
    }
  }

  private static void checkWindow(FlexibleTimeWindow window) {
    boolean flexible = "FLEXIBLE".equals(window.mode());
    if (flexible && window.maximumWindowInMinutes() == null) {
      throw SchedulerErrors.validation(
          "MaximumWindowInMinutes must be specified if the flexible time window is FLEXIBLE.");
    }
    if (!flexible && window.maximumWindowInMinutes() != null) {
      throw SchedulerErrors.validation(
          "MaximumWindowInMinutes cannot be specified if the flexible time window is OFF.");
    }
  }

  private static void checkDates(CreateScheduleInput in, Instant now) {
    if (in.startDate() != null && in.startDate().isBefore(now.minus(LATEST))) {
      throw SchedulerErrors.validation(
          "The StartDate you specify cannot be earlier than 5 minutes ago.");
    }
    if (in.endDate() != null && in.endDate().isBefore(now)) {
      throw SchedulerErrors.validation("The EndDate you specify cannot be in the past.");
    }
    if (in.startDate() != null && in.endDate() != null && !in.endDate().isAfter(in.startDate())) {
      throw SchedulerErrors.validation("The StartDate must come before the EndDate.");
    }
  }

  private void checkRole(CreateScheduleInput in, Call call) {
    String group = in.groupName() == null ? Group.DEFAULT : in.groupName();
    try {
      String region = call.region().name();
      scheduler.session(
          SchedulerWorld.wanted(in.target().roleArn(), call.accountId(), region, group), region);
    } catch (AwsException e) {
      throw SchedulerErrors.validation(
          "The execution role you provide must allow AWS EventBridge Scheduler to assume the"
              + " role.");
    }
  }
}
