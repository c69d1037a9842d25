package io.nephele.core.metrics;

import java.util.List;

/**
 * What the index knows of a metric.
 *
 * @param units in which there are data
 * @param lastAt when data last came, in seconds since 1970, to some minutes
 * @param newest the time of the newest data, in seconds since 1970, to some minutes
 */
public record MetricEntry(List<String> units, long lastAt, long newest) {}
