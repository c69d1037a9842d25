package io.nephele.core.metrics;

/**
 * What is known of the samples of a span of time.
 *
 * @param sampleCount how many there were
 * @param sum their sum
 * @param minimum the least
 * @param maximum the greatest
 */
public record StatisticSet(double sampleCount, double sum, double minimum, double maximum) {
  /** The samples of both. */
  public StatisticSet plus(StatisticSet other) {
    return new StatisticSet(
        sampleCount + other.sampleCount,
        sum + other.sum,
        Math.min(minimum, other.minimum),
        Math.max(maximum, other.maximum));
  }
}
