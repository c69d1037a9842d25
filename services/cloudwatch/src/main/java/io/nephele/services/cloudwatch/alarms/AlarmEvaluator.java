package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.core.World;
import io.nephele.core.metrics.Span;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.cloudwatch.math.MathException;
import java.time.Instant;

/** Evaluates alarms on metrics: every minute, or every 10 seconds if their periods are shorter. */
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

  /** Has an alarm evaluated when the next minute, or ten seconds, begin. */
  void schedule(Transaction transaction, Key alarm, int period, Instant now) {
    long every = every(period);
    long next = (Math.floorDiv(now.getEpochSecond(), every) + 1) * every;
    world.timers().schedule(transaction, TIMER, alarm, Instant.ofEpochSecond(next), Bytes.EMPTY);
  }

  private static long every(int period) {
    return period < 60 ? 10 : 60;
  }

  void stop(Transaction transaction, Key alarm) {
    world.timers().cancel(transaction, TIMER, alarm);
  }

  /** What the clock does. */
  void evaluate(Timer timer) {
    KeyReader parts = timer.id().reader();
    Key place = Alarm.key(parts.nextText(), parts.nextText(), parts.nextText());
    Alarm alarm = world.store().read(reader -> tables.find(reader, place));
    if (alarm == null || alarm.composite()) {
      return;
    }
    PutMetricAlarmInput in = alarm.metric();
    Evaluation.Outcome outcome = outcome(alarm, in, timer.due());
    int period = Watched.period(in);
    world
        .store()
        .write(
            new LockKey(place),
            transaction -> {
              Alarm now = tables.find(transaction, place);
              if (now == null) {
                return null;
              }
              // Somebody may have defined it anew or set its state since it was looked at.
              if (outcome != null
                  && now.configured() == alarm.configured()
                  && now.updated() == alarm.updated()) {
                transitions.set(transaction, now, outcome, timer.due());
              }
              schedule(transaction, place, period, timer.due());
              return null;
            });
  }

  private Evaluation.Outcome outcome(Alarm alarm, PutMetricAlarmInput in, Instant now) {
    int period = Watched.period(in);
    long every = every(period);
    long end = Math.floorDiv(now.getEpochSecond(), every) * every;
    long looked = (long) period * (in.evaluationPeriods() + Evaluation.FURTHER);
    Span span = new Span(end - looked, end, period);
    try {
      return new Evaluation(in, alarm.state())
          .of(Watched.read(world.metrics(), alarm, in, span), end, now);
    } catch (MathException e) {
      return new Evaluation.Outcome(
          Alarm.INSUFFICIENT_DATA, "Failed to evaluate the expression: " + e.getMessage(), null);
    }
  }
}
