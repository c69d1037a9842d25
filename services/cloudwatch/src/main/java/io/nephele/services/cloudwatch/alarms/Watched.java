package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.core.World;
import io.nephele.core.metrics.MetricId;
import io.nephele.core.metrics.Samples;
import io.nephele.core.metrics.Span;
import io.nephele.services.cloudwatch.math.MathException;
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
   * @param lower what is expected at least, or null if the threshold is a number
   * @param upper what is expected at most, or null
   */
  record Point(double value, Double sampleCount, Double lower, Double upper) {
    Point(double value, Double sampleCount) {
      this(value, sampleCount, null, null);
    }
  }

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
  static TreeMap<Long, Point> read(World world, Alarm alarm, PutMetricAlarmInput in, Span span) {
    TreeMap<Long, Point> points = new TreeMap<>();
    if (in.metricName() == null) {
      QueryRun run =
          new QueryRun(
              world,
              new QueryRun.Scope(
                  alarm.accountId(),
                  alarm.region(),
                  Instant.ofEpochSecond(span.from()),
                  Instant.ofEpochSecond(span.to()),
                  Instant.ofEpochSecond(span.to())),
              in.metrics());
      if (in.thresholdMetricId() != null) {
        return banded(run, in);
      }
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
    Map<String, TreeMap<Long, Samples>> series = world.metrics().read(metric, in.unit(), span);
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

  /** The points of which it is known what was expected. */
  private static TreeMap<Long, Point> banded(QueryRun run, PutMetricAlarmInput in) {
    List<Series> band = run.series(in.thresholdMetricId());
    if (band.size() != 2) {
      throw new MathException("The expression " + in.thresholdMetricId() + " must be a band.");
    }
    TreeMap<Long, Double> upper = band.getFirst().points();
    TreeMap<Long, Double> lower = band.getLast().points();
    TreeMap<Long, Point> points = new TreeMap<>();
    for (MetricDataQuery query : in.metrics()) {
      if (!Boolean.FALSE.equals(query.returnData()) && !query.id().equals(in.thresholdMetricId())) {
        for (Series series : run.series(query.id())) {
          series
              .points()
              .forEach(
                  (time, value) -> {
                    Double most = upper.get(time);
                    if (most != null) {
                      points.put(time, new Point(value, null, lower.get(time), most));
                    }
                  });
        }
      }
    }
    return points;
  }
}
