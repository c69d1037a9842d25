package io.nephele.services.cloudwatch.streams;

import io.nephele.api.cloudwatch.MetricStreamFilter;
import io.nephele.api.cloudwatch.MetricStreamStatisticsConfiguration;
import io.nephele.api.cloudwatch.MetricStreamStatisticsMetric;
import io.nephele.api.cloudwatch.PutMetricStreamInput;
import io.nephele.core.metrics.MetricKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which metrics a stream has, and which of their statistics. */
record StreamFilter(PutMetricStreamInput stream) {
  /** The namespace of the metrics about streams, which would never come to an end. */
  static final String OWN_NAMESPACE = "AWS/CloudWatch/MetricStreams";

  boolean includes(MetricKey metric) {
    if (metric.namespace().equals(OWN_NAMESPACE)) {
      return false;
    }
    if (stream.includeFilters() != null && !stream.includeFilters().isEmpty()) {
      return matches(stream.includeFilters(), metric);
    }
    return stream.excludeFilters() == null || !matches(stream.excludeFilters(), metric);
  }

  private static boolean matches(List<MetricStreamFilter> filters, MetricKey metric) {
    for (MetricStreamFilter filter : filters) {
      List<String> names = filter.metricNames();
      if (metric.namespace().equals(filter.namespace())
          && (names == null || names.isEmpty() || names.contains(metric.name()))) {
        return true;
      }
    }
    return false;
  }

  /** The names of the statistics that are wanted beside the usual ones. */
  Set<String> further(MetricKey metric) {
    Set<String> names = new LinkedHashSet<>();
    if (stream.statisticsConfigurations() != null) {
      for (MetricStreamStatisticsConfiguration each : stream.statisticsConfigurations()) {
        for (MetricStreamStatisticsMetric one : each.includeMetrics()) {
          if (one.namespace().equals(metric.namespace())
              && one.metricName().equals(metric.name())) {
            names.addAll(each.additionalStatistics());
          }
        }
      }
    }
    return names;
  }
}
