package io.nephele.core.metrics;

/**
 * Samples of a metric that are to be kept.
 *
 * @param metric which
 * @param second since 1970 at which they were taken
 * @param highResolution whether they are kept to the second rather than the minute
 * @param samples at least one
 */
public record MetricData(MetricKey metric, long second, boolean highResolution, Samples samples) {}
