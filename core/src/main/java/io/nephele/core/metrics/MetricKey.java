package io.nephele.core.metrics;

import java.util.Map;

/**
 * One CloudWatch metric.
 *
 * @param accountId the account that sees it
 * @param region the region that it belongs to
 * @param namespace for example {@code AWS/SQS}
 * @param name for example {@code NumberOfMessagesSent}
 * @param dimensions values by name
 * @param unit CloudWatch's unit, for example {@code Count}
 */
public record MetricKey(
    String accountId,
    String region,
    String namespace,
    String name,
    Map<String, String> dimensions,
    String unit) {}
