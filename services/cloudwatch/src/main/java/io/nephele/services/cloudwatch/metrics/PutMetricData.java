package io.nephele.services.cloudwatch.metrics;

import io.nephele.api.cloudwatch.EntityMetricData;
import io.nephele.api.cloudwatch.MetricDatum;
import io.nephele.api.cloudwatch.PutMetricDataInput;
import io.nephele.api.cloudwatch.StandardUnit;
import io.nephele.api.cloudwatch.StatisticSet;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.metrics.Distribution;
import io.nephele.core.metrics.MetricData;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.Samples;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes users' data. */
public final class PutMetricData {
  private static final int MOST_DATA = 1000;
  private static final int MOST_VALUES = 150;
  private static final double GREATEST = Math.scalb(1.0, 360);
  private static final Duration PAST = Duration.ofDays(14);
  private static final Duration FUTURE = Duration.ofHours(2);

  private final World world;

  /** That of a world. */
  public PutMetricData(World world) {
    this.world = world;
  }

  /** The operation. */
  public Unit put(PutMetricDataInput in, Call call) {
    if (in.namespace().startsWith("AWS/")) {
      throw CloudWatchErrors.invalidValue(in.namespace(), "Namespace");
    }
    List<MetricData> data = new ArrayList<>();
    int size = in.metricData() == null ? 0 : in.metricData().size();
    if (in.entityMetricData() != null) {
      for (EntityMetricData entity : in.entityMetricData()) {
        size += entity.metricData() == null ? 0 : entity.metricData().size();
      }
    }
    if (size == 0) {
      throw CloudWatchErrors.missing("The parameter MetricData is required.");
    }
    if (size > MOST_DATA) {
      throw CloudWatchErrors.invalid(
          "The collection MetricData must not have a size greater than " + MOST_DATA + ".");
    }
    read(in.metricData(), "MetricData", in.namespace(), call, data);
    if (in.entityMetricData() != null) {
      for (int i = 0; i < in.entityMetricData().size(); i++) {
        String where = "EntityMetricData.member." + (i + 1) + ".MetricData";
        read(in.entityMetricData().get(i).metricData(), where, in.namespace(), call, data);
      }
    }
    world.metrics().put(data);
    return new Unit(new Struct(call.operation().output()));
  }

  private void read(
      List<MetricDatum> given, String list, String namespace, Call call, List<MetricData> to) {
    for (int i = 0; given != null && i < given.size(); i++) {
      to.add(read(given.get(i), list + ".member." + (i + 1), namespace, call));
    }
  }

  private MetricData read(MetricDatum datum, String where, String namespace, Call call) {
    if (datum.metricName() == null || datum.metricName().isBlank()) {
      throw CloudWatchErrors.missing("The parameter " + where + ".MetricName is required.");
    }
    Map<String, String> dimensions = Dimensions.read(datum.dimensions(), where + ".Dimensions");
    Integer resolution = datum.storageResolution();
    if (resolution != null && resolution != 1 && resolution != 60) {
      throw CloudWatchErrors.invalidValue(resolution, where + ".StorageResolution");
    }
    MetricKey metric =
        new MetricKey(
            call.accountId(),
            call.region().name(),
            namespace,
            datum.metricName(),
            dimensions,
            datum.unit() == null ? StandardUnit.NONE : datum.unit());
    Instant time = time(datum, where, call.time());
    return new MetricData(
        metric,
        time.getEpochSecond(),
        resolution != null && resolution == 1,
        samples(datum, where));
  }

  private static Instant time(MetricDatum datum, String where, Instant now) {
    Instant time = datum.timestamp();
    if (time == null) {
      return now;
    }
    if (time.isBefore(now.minus(PAST))) {
      throw CloudWatchErrors.invalid(
          "The parameter " + where + ".Timestamp must specify a time within the past two weeks.");
    }
    if (time.isAfter(now.plus(FUTURE))) {
      throw CloudWatchErrors.invalid(
          "The parameter "
              + where
              + ".Timestamp must specify a time no more than two hours in the future.");
    }
    return time;
  }

  private static Samples samples(MetricDatum datum, String where) {
    boolean values = datum.values() != null && !datum.values().isEmpty();
    exclusive(datum.value() != null, "Value", values, "Values", where);
    exclusive(
        datum.value() != null, "Value", datum.statisticValues() != null, "StatisticValues", where);
    exclusive(values, "Values", datum.statisticValues() != null, "StatisticValues", where);
    if (datum.value() != null) {
      check(datum.value(), where + ".Value");
      return Samples.of(datum.value(), 1);
    }
    if (datum.statisticValues() != null) {
      return statistics(datum.statisticValues(), where + ".StatisticValues");
    }
    if (!values) {
      throw CloudWatchErrors.missing(
          "At least one of the parameters "
              + where
              + ".Value, "
              + where
              + ".Values and "
              + where
              + ".StatisticValues must be specified.");
    }
    return distribution(datum, where);
  }

  private static void exclusive(
      boolean one, String first, boolean other, String second, String where) {
    if (one && other) {
      throw CloudWatchErrors.combination(
          "The parameters "
              + where
              + "."
              + first
              + " and "
              + where
              + "."
              + second
              + " are mutually exclusive and you have specified both.");
    }
  }

  private static Samples statistics(StatisticSet set, String where) {
    check(set.sampleCount(), where + ".SampleCount");
    check(set.sum(), where + ".Sum");
    check(set.minimum(), where + ".Minimum");
    check(set.maximum(), where + ".Maximum");
    if (set.minimum() > set.maximum()) {
      throw CloudWatchErrors.invalid(
          "The parameter "
              + where
              + ".Maximum must be greater than or equal to the parameter "
              + where
              + ".Minimum.");
    }
    if (set.sampleCount() <= 0) {
      throw CloudWatchErrors.invalidValue(set.sampleCount(), where + ".SampleCount");
    }
    return Samples.of(
        new io.nephele.core.metrics.StatisticSet(
            set.sampleCount(), set.sum(), set.minimum(), set.maximum()));
  }

  private static Samples distribution(MetricDatum datum, String where) {
    List<Double> values = datum.values();
    List<Double> counts = datum.counts();
    if (values.size() > MOST_VALUES) {
      throw CloudWatchErrors.invalid(
          "The collection "
              + where
              + ".Values must not have a size greater than "
              + MOST_VALUES
              + ".");
    }
    if (counts != null && counts.size() != values.size()) {
      throw CloudWatchErrors.invalid(
          "The parameters " + where + ".Values and " + where + ".Counts must be of the same size.");
    }
    Distribution all = new Distribution();
    for (int i = 0; i < values.size(); i++) {
      check(values.get(i), where + ".Values.member." + (i + 1));
      double count = counts == null ? 1 : counts.get(i);
      if (!(count > 0 && count <= GREATEST)) {
        throw CloudWatchErrors.invalidValue(count, where + ".Counts.member." + (i + 1));
      }
      all.add(values.get(i), count);
    }
    return all.samples();
  }

  private static void check(Double value, String where) {
    if (value == null) {
      throw CloudWatchErrors.missing("The parameter " + where + " is required.");
    }
    if (!(Math.abs(value) <= GREATEST)) {
      throw CloudWatchErrors.invalidValue(value, where);
    }
  }
}
