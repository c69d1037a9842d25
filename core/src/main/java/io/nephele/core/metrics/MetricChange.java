package io.nephele.core.metrics;

/**
 * Data of a metric that are new or have become others.
 *
 * @param metric which, with its unit
 * @param second since 1970 at which the minute or second begins that they are of
 * @param highResolution whether they are of a second rather than a minute
 */
public record MetricChange(MetricKey metric, long second, boolean highResolution) {}
