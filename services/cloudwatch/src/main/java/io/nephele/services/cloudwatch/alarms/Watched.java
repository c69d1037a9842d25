package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.core.metrics.MetricId;
import io.nephele.core.metrics.Metrics;
import io.nephele.core.metrics.Samples;
import io.nephele.core.metrics.Span;
import io.nephele.services.cloudwatch.math.Series;
import io.nephele.services.cloudwatch.metrics.Dimensions;
import io.nephele.services.cloudwatch.metrics.Statistic;
import io.nephele.services.cloudwatch.metrics.Statistics;
import io.nephele.services.cloudwatch.query.QueryRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what an alarm watches. */
final class Watched {
  private Watched() {}

  /**
   * A value.
   *
   * @param sampleCount how many samples it is of, or null
   */
  record Point(double value, Double sampleCount) {}

  /** Seconds between the points that an alarm watches. */
  static int period(PutMetricAlarmInput in) {
    return in.period() != null ? in.period() : period(in.metrics());
  }

  /** The shortest period of queries. */
  static int period(List<MetricDataQuery> queries) {
    int period = 0;
    for (MetricDataQuery query : queries) {
      Integer each = query.metricStat() != null ? query.metricStat().period() : query.period();
      period = each != null && (period == 0 || each < period) ? each : period;
    }
    return period == 0 ? 60 : period;
  }

  /** The points of the periods of a span, by their beginnings. */
  static TreeMap<Long, Point> read(
      Metrics metrics, Alarm alarm, PutMetricAlarmInput in, Span span) {
    TreeMap<Long, Point> points = new TreeMap<>();
    if (in.metricName() == null) {
      QueryRun run =
          new QueryRun(
              metrics,
              new QueryRun.Scope(
                  alarm.accountId(),
                  alarm.region(),
                  Instant.ofEpochSecond(span.from()),
                  Instant.ofEpochSecond(span.to()),
                  Instant.ofEpochSecond(span.to())),
              in.metrics());
      for (MetricDataQuery query : in.metrics()) {
        if (!Boolean.FALSE.equals(query.returnData())) {
          for (Series series : run.series(query.id())) {
            series.points().forEach((time, value) -> points.put(time, new Point(value, null)));
          }
        }
      }
      return points;
    }
    MetricId metric =
        new MetricId(
            alarm.accountId(),
            alarm.region(),
            in.namespace(),
            in.metricName(),
            Dimensions.read(in.dimensions(), "Dimensions"));
    Statistic statistic =
        Statistics.find(in.statistic() != null ? in.statistic() : in.extendedStatistic());
    Map<String, TreeMap<Long, Samples>> series = metrics.read(metric, in.unit(), span);
    QueryRun.merged(series)
        .forEach(
            (time, samples) -> {
              Double value = statistic.of(samples);
              if (value != null) {
                points.put(time, new Point(value, samples.sampleCount()));
              }
            });
    return points;
  }
}
