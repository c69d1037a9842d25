package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.core.metrics.MetricId;
import io.nephele.services.cloudwatch.math.Steadiness;
import io.nephele.services.cloudwatch.metrics.Dimensions;
import java.util.ArrayList;
import java.util.List;

/**
 * The metrics that an alarm watches by name.
 *
 * @param all of them
 * @param steady whether the alarm can change only with their data, because it neither looks at the
 *     time nor searches for metrics
 * @param looked how many seconds of them are looked at
 * @param every how many seconds there are between evaluations
 */
record AlarmMetrics(List<One> all, boolean steady, long looked, long every) {
  /**
   * A metric.
   *
   * @param unit whose data count, or null for all
   * @param period in seconds
   * @param aligned the seconds to whose multiples periods are rounded
   */
  record One(MetricId metric, String unit, int period, long aligned) {}

  static AlarmMetrics of(Alarm alarm) {
    PutMetricAlarmInput in = alarm.metric();
    int period = Watched.period(in);
    long every = period < 60 ? 10 : 60;
    long looked = (long) period * (in.evaluationPeriods() + Evaluation.FURTHER);
    List<One> all = new ArrayList<>();
    boolean steady = true;
    if (in.metricName() != null) {
      MetricId metric =
          new MetricId(
              alarm.accountId(),
              alarm.region(),
              in.namespace(),
              in.metricName(),
              Dimensions.read(in.dimensions(), "Dimensions"));
      all.add(new One(metric, in.unit(), period, every));
    } else {
      for (MetricDataQuery query : in.metrics()) {
        if (query.metricStat() != null) {
          int each = query.metricStat().period();
          MetricId metric =
              new MetricId(
                  alarm.accountId(),
                  alarm.region(),
                  query.metricStat().metric().namespace(),
                  query.metricStat().metric().metricName(),
                  Dimensions.read(query.metricStat().metric().dimensions(), "Dimensions"));
          all.add(new One(metric, query.metricStat().unit(), each, Math.min(each, 60)));
        } else {
          steady &= Steadiness.isSteady(query.expression());
        }
      }
    }
    return new AlarmMetrics(all, steady, looked, every);
  }

  /**
   * When data of a time come into the span that is looked at, move from one of its periods to the
   * one before, or leave it.
   *
   * @param end of the span that was looked at last, in seconds since 1970
   * @param time of the data, in seconds since 1970
   * @return the end of the first span in which they are elsewhere
   */
  long moved(One one, long end, long time) {
    long next;
    if (time >= end) {
      next = time + 1;
    } else {
      long from = Math.floorDiv(end - looked, one.aligned) * one.aligned;
      long begin = time - Math.floorDiv(time - from, (long) one.period) * one.period;
      next = (Math.floorDiv(begin, one.aligned) + 1) * one.aligned + looked;
    }
    return Math.ceilDiv(next, every) * every;
  }
}
