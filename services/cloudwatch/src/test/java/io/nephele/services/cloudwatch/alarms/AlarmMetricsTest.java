package io.nephele.services.cloudwatch.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.metrics.MetricId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When data move to another period, compared with looking at every evaluation. */
final class AlarmMetricsTest {
  private static final MetricId METRIC =
      new MetricId("000000000000", "us-east-1", "App", "Load", Map.of());

  @Test
  void dataMoveWhenTheirPeriodIsAnother() {
    Random random = new Random(7);
    int[] periods = {10, 30, 60, 180, 300, 3600};
    for (int i = 0; i < 2000; i++) {
      int period = periods[random.nextInt(periods.length)];
      long every = period < 60 ? 10 : 60;
      long aligned = random.nextBoolean() ? every : Math.min(period, 60);
      long looked = (long) period * (1 + random.nextInt(5));
      AlarmMetrics metrics = new AlarmMetrics(List.of(), true, looked, every);
      AlarmMetrics.One one = new AlarmMetrics.One(METRIC, null, period, aligned);
      long end = 1_000_000 * every;
      long from = Math.floorDiv(end - looked, aligned) * aligned;
      long time = from + random.nextInt((int) (end - from + 3 * period));
      assertThat(metrics.moved(one, end, time))
          .as("period %d, looked %d, time %d of %d", period, looked, time - from, end - from)
          .isEqualTo(firstOther(one, looked, every, end, time));
    }
  }

  private static long firstOther(
      AlarmMetrics.One one, long looked, long every, long end, long time) {
    long here = place(one, looked, end, time);
    long next = end + every;
    while (place(one, looked, next, time) == here) {
      next += every;
    }
    return next;
  }

  /** The number of the period, from the oldest; below 0 before it and above all in the future. */
  private static long place(AlarmMetrics.One one, long looked, long end, long time) {
    long from = Math.floorDiv(end - looked, one.aligned()) * one.aligned();
    return time >= end ? Long.MAX_VALUE : Math.floorDiv(time - from, (long) one.period());
  }
}
