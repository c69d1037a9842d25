package io.nephele.core.metrics;

/**
 * What is to happen when data of a metric come.
 *
 * @param seconds the timer fires when the next span of so many seconds begins, such as 60 for the
 *     next minute
 */
public record MetricWatch(int seconds) {}
