package io.nephele.services.events;

import io.nephele.core.schedule.At;
import io.nephele.core.schedule.Schedule;
import io.nephele.core.schedule.ScheduleException;
import io.nephele.core.schedule.Schedules;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Rules that go off by the clock: each gives its targets an event of its own. */
final class ScheduledRules {
  static final String TIMER = "events.schedules";

  private final EventsWorld events;
  private final BusRules rules;
  private final Deliveries deliveries;

  ScheduledRules(EventsWorld events, BusRules rules, Deliveries deliveries) {
    this.events = events;
    this.rules = rules;
    this.deliveries = deliveries;
  }

  /** The schedule of an expression, or the caller's error. */
  static Schedule parse(String expression) {
    try {
      Schedule schedule = Schedules.parse(expression);
      if (!(schedule instanceof At)) {
        return schedule;
      }
    } catch (ScheduleException e) {
      // Said below.
    }
    throw EventsErrors.validation("Parameter ScheduleExpression is not valid.");
  }

  /** Sets the timer of a rule that has a schedule and is switched on, or takes it away. */
  void set(Transaction transaction, Rule rule) {
    cancel(transaction, rule);
    if (rule.schedule() != null && rule.isEnabled()) {
      plan(transaction, rule, events.world().clock().now());
    }
  }

  private void plan(Transaction transaction, Rule rule, Instant after) {
    Instant next = parse(rule.schedule()).next(after, ZoneOffset.UTC);
    if (next != null) {
      events.world().timers().schedule(transaction, TIMER, rule.key(), next, Bytes.EMPTY);
    }
  }

  void cancel(Transaction transaction, Rule rule) {
    events.world().timers().cancel(transaction, TIMER, rule.key());
  }

  /** Lets a rule go off. */
  void fire(Transaction transaction, Timer timer) {
    Rule rule = events.rules().get(transaction, timer.id());
    if (rule == null || !rule.isEnabled() || rule.schedule() == null) {
      return;
    }
    Event event =
        new Event(
            events.world().ids().uuid().toString(),
            rule.accountId(),
            rule.region(),
            "aws.events",
            "Scheduled Event",
            timer.due(),
            List.of(rule.arn()),
            "{}",
            events.now(),
            null,
            0);
    for (io.nephele.api.events.Target target : rules.targets(transaction, rule)) {
      deliveries.add(transaction, rule, target, event);
    }
    transaction.afterCommit(() -> deliveries.count(rule, "TriggeredRules", "Count", 1));
    plan(transaction, rule, timer.due());
  }
}
