package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.core.World;
import io.nephele.core.metrics.MetricWatch;
import io.nephele.core.metrics.Span;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.cloudwatch.math.MathException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Evaluates alarms on metrics at the beginnings of minutes, or of ten seconds if their periods are
 * shorter: of those at which something can have changed, because data came or moved to another
 * period.
 */
final class AlarmEvaluator {
  static final String TIMER = "cloudwatch.evaluate";

  private final World world;
  private final AlarmTables tables;
  private final Transitions transitions;

  AlarmEvaluator(World world, AlarmTables tables, Transitions transitions) {
    this.world = world;
    this.tables = tables;
    this.transitions = transitions;
  }

  /** Has an alarm evaluated from the next minute, or ten seconds, on. */
  void start(Transaction transaction, Alarm alarm, Instant now) {
    watch(transaction, alarm, AlarmMetrics.of(alarm));
    again(transaction, alarm, now);
  }

  private void watch(Transaction transaction, Alarm alarm, AlarmMetrics metrics) {
    for (AlarmMetrics.One each : metrics.all()) {
      MetricWatch watch = new MetricWatch((int) metrics.every());
      world.metrics().watch(transaction, each.metric(), TIMER, alarm.key(), watch);
    }
  }

  /** Has an alarm evaluated when the next minute, or ten seconds, begin. */
  void again(Transaction transaction, Alarm alarm, Instant now) {
    long every = AlarmMetrics.of(alarm).every();
    long next = (Math.floorDiv(now.getEpochSecond(), every) + 1) * every;
    Instant due = Instant.ofEpochSecond(next);
    world.timers().schedule(transaction, TIMER, alarm.key(), due, Bytes.EMPTY);
  }

  /** Has an alarm evaluated no more. */
  void stop(Transaction transaction, Alarm alarm) {
    for (AlarmMetrics.One each : AlarmMetrics.of(alarm).all()) {
      world.metrics().unwatch(transaction, each.metric(), TIMER, alarm.key());
    }
    world.timers().cancel(transaction, TIMER, alarm.key());
  }

  /** What the clock does. */
  void evaluate(Timer timer) {
    KeyReader parts = timer.id().reader();
    Key place = Alarm.key(parts.nextText(), parts.nextText(), parts.nextText());
    Alarm alarm = world.store().read(reader -> tables.find(reader, place));
    if (alarm == null || alarm.composite()) {
      return;
    }
    AlarmMetrics metrics = AlarmMetrics.of(alarm);
    Instant now = timer.due();
    long end = Math.floorDiv(now.getEpochSecond(), metrics.every()) * metrics.every();
    Evaluation.Outcome outcome = outcome(alarm, metrics, end, now);
    Instant next = next(metrics, end);
    world
        .store()
        .write(
            new LockKey(place),
            transaction -> {
              Alarm there = tables.find(transaction, place);
              if (there == null) {
                return null;
              }
              // Somebody may have defined it anew or set its state since it was looked at.
              if (outcome != null
                  && there.configured() == alarm.configured()
                  && there.updated() == alarm.updated()) {
                transitions.set(transaction, there, outcome, now);
              }
              if (next == null) {
                // Alarms of earlier versions do not watch yet.
                watch(transaction, there, AlarmMetrics.of(there));
              }
              Instant due = world.timers().due(transaction, TIMER, place);
              boolean sooner = due != null && due.isAfter(now);
              if (next != null && !(sooner && due.isBefore(next))) {
                world.timers().schedule(transaction, TIMER, place, next, Bytes.EMPTY);
              }
              return null;
            });
  }

  private Evaluation.Outcome outcome(Alarm alarm, AlarmMetrics metrics, long end, Instant now) {
    PutMetricAlarmInput in = alarm.metric();
    Span span = new Span(end - metrics.looked(), end, Watched.period(in));
    try {
      return new Evaluation(in, alarm.state()).of(Watched.read(world, alarm, in, span), end, now);
    } catch (MathException e) {
      return new Evaluation.Outcome(
          Alarm.INSUFFICIENT_DATA, "Failed to evaluate the expression: " + e.getMessage(), null);
    }
  }

  /** When the same data may come to something else; null if only other data can. */
  private Instant next(AlarmMetrics metrics, long end) {
    long soonest = end + metrics.every();
    if (!metrics.steady()) {
      return Instant.ofEpochSecond(soonest);
    }
    AtomicLong next = new AtomicLong(Long.MAX_VALUE);
    for (AlarmMetrics.One each : metrics.all()) {
      world
          .metrics()
          .visitTimes(
              each.metric(),
              each.unit(),
              // A period may be rounded to begin before the span does.
              end - metrics.looked() - each.aligned(),
              time -> {
                next.accumulateAndGet(Math.max(metrics.moved(each, end, time), soonest), Math::min);
                return next.get() > soonest;
              });
    }
    return next.get() == Long.MAX_VALUE ? null : Instant.ofEpochSecond(next.get());
  }
}
