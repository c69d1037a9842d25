package io.nephele.services.cloudwatch.metrics;

import io.nephele.api.cloudwatch.Datapoint;
import io.nephele.api.cloudwatch.GetMetricStatisticsInput;
import io.nephele.api.cloudwatch.GetMetricStatisticsOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.metrics.MetricId;
import io.nephele.core.metrics.Samples;
import io.nephele.core.metrics.Span;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Statistics of one metric. */
public final class GetMetricStatistics {
  private static final int MOST = 1440;

  private final World world;

  /** That of a world. */
  public GetMetricStatistics(World world) {
    this.world = world;
  }

  /** The operation. */
  public GetMetricStatisticsOutput get(GetMetricStatisticsInput in, Call call) {
    List<String> simple = in.statistics() == null ? List.of() : in.statistics();
    List<String> extended = in.extendedStatistics() == null ? List.of() : in.extendedStatistics();
    if (simple.isEmpty() && extended.isEmpty()) {
      throw CloudWatchErrors.missing(
          "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
    }
    Map<String, Statistic> statistics = new LinkedHashMap<>();
    for (String name : extended) {
      Statistic statistic = Statistics.find(name);
      if (statistic == null || !statistic.isExtended()) {
        throw CloudWatchErrors.invalid(
            "The value " + name + " for parameter ExtendedStatistics is not supported.");
      }
      statistics.put(name, statistic);
    }
    Span span = span(in, call.time());
    MetricId metric =
        new MetricId(
            call.accountId(),
            call.region().name(),
            in.namespace(),
            in.metricName(),
            Dimensions.read(in.dimensions(), "Dimensions"));
    Map<String, TreeMap<Long, Samples>> series = world.metrics().read(metric, in.unit(), span);
    List<Datapoint> points = new ArrayList<>();
    series.forEach(
        (unit, all) ->
            all.forEach(
                (second, samples) -> {
                  Datapoint point = point(samples, simple, statistics);
                  if (point != null) {
                    points.add(point.timestamp(Instant.ofEpochSecond(second)).unit(unit));
                  }
                }));
    return new GetMetricStatisticsOutput().label(in.metricName()).datapoints(points);
  }

  /** Null if nothing of what is wanted is known. */
  private static Datapoint point(
      Samples samples, List<String> simple, Map<String, Statistic> extended) {
    Datapoint point = new Datapoint();
    for (String name : simple) {
      Double value = Statistics.find(name).of(samples);
      switch (name) {
        case "SampleCount" -> point.sampleCount(value);
        case "Average" -> point.average(value);
        case "Sum" -> point.sum(value);
        case "Minimum" -> point.minimum(value);
        default -> point.maximum(value);
      }
    }
    Map<String, Double> values = new LinkedHashMap<>();
    extended.forEach(
        (name, statistic) -> {
          Double value = statistic.of(samples);
          if (value != null) {
            values.put(name, value);
          }
        });
    if (!values.isEmpty()) {
      point.extendedStatistics(values);
    }
    return simple.isEmpty() && values.isEmpty() ? null : point;
  }

  private static Span span(GetMetricStatisticsInput in, Instant now) {
    int period = in.period();
    if (!Periods.isReadable(period)) {
      throw CloudWatchErrors.invalid(
          "The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
    }
    if (!in.startTime().isBefore(in.endTime())) {
      throw CloudWatchErrors.invalid(
          "The parameter StartTime must be less than the parameter EndTime.");
    }
    Span span = Periods.span(in.startTime(), in.endTime(), period, now);
    long points = Math.ceilDiv(span.to() - span.from(), (long) period);
    if (points > MOST) {
      throw CloudWatchErrors.combination(
          String.format(
              Locale.ROOT,
              "You have requested up to %,d datapoints, which exceeds the limit of %,d. You may"
                  + " reduce the datapoints requested by increasing Period, or decreasing the time"
                  + " range.",
              points,
              MOST));
    }
    return span;
  }
}
