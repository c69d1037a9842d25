package io.nephele.core.metrics;

import java.util.Map;

/**
 * What CloudWatch knows a metric by: data of all units belong to it.
 *
 * @param accountId the account that sees it
 * @param region the region that it belongs to
 * @param namespace for example {@code AWS/SQS}
 * @param name for example {@code NumberOfMessagesSent}
 * @param dimensions values by name
 */
public record MetricId(
    String accountId,
    String region,
    String namespace,
    String name,
    Map<String, String> dimensions) {
  /** That of a metric with a unit. */
  public static MetricId of(MetricKey metric) {
    return new MetricId(
        metric.accountId(),
        metric.region(),
        metric.namespace(),
        metric.name(),
        metric.dimensions());
  }
}
