package io.nephele.core.metrics;

/**
 * What is read of a metric.
 *
 * @param from the first second since 1970, where the first period begins
 * @param to the second after the last
 * @param period how many seconds make a point, at least 1
 */
public record Span(long from, long to, int period) {}
