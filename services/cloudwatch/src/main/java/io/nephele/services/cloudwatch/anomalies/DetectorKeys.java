package io.nephele.services.cloudwatch.anomalies;

import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.MetricStat;
import io.nephele.core.store.Key;
import io.nephele.services.cloudwatch.metrics.Dimensions;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The keys of detectors: there is one of a metric's statistic, and one of an expression. */
final class DetectorKeys {
  static final String SINGLE = "SINGLE_METRIC";
  static final String MATH = "METRIC_MATH";

  private DetectorKeys() {}

  static Key single(
      Key place, String namespace, String metric, Map<String, String> dimensions, String stat) {
    Key key = place.with(SINGLE).with(namespace).with(metric).with(stat);
    for (Map.Entry<String, String> each : new TreeMap<>(dimensions).entrySet()) {
      key = key.with(each.getKey()).with(each.getValue());
    }
    return key;
  }

  static Key single(Key place, MetricStat stat) {
    return single(
        place,
        stat.metric().namespace(),
        stat.metric().metricName(),
        Dimensions.read(stat.metric().dimensions(), "Dimensions"),
        stat.stat());
  }

  /** That of a query and all others that it may refer to. */
  static Key math(Key place, String id, Collection<MetricDataQuery> queries) {
    Map<String, Key> parts = new TreeMap<>();
    for (MetricDataQuery each : queries) {
      // What shows the band itself is no part of what it is about.
      if (each.metricStat() != null) {
        Key stat = single(Key.EMPTY.with(each.metricStat().period()), each.metricStat());
        parts.put(each.id(), stat);
      } else if (!isBand(each)) {
        parts.put(each.id(), Key.of(each.expression().strip()));
      }
    }
    Key key = place.with(MATH).with(id);
    for (Map.Entry<String, Key> part : parts.entrySet()) {
      key = key.with(part.getKey()).with(part.getValue());
    }
    return key;
  }

  private static boolean isBand(MetricDataQuery query) {
    return query.expression().strip().toUpperCase(Locale.ROOT).startsWith("ANOMALY_");
  }
}
