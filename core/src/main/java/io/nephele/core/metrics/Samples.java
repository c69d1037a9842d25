package io.nephele.core.metrics;

import io.nephele.model.Bytes;
import java.nio.ByteBuffer;

/**
 * The samples of one metric in a span of time: their statistics and, unless they came as a
 * statistic set, how they are distributed. Exact up to {@value Distribution#MOST} different values.
 *
 * @param sampleCount how many there were, which may be a fraction
 * @param sum their sum
 * @param minimum the least
 * @param maximum the greatest
 * @param distribution different values, ascending, each with its count, as pairs of doubles; null
 *     if all are the same or it is not known
 */
public record Samples(
    double sampleCount, double sum, double minimum, double maximum, Bytes distribution) {
  /** One value so many times. */
  public static Samples of(double value, double count) {
    return new Samples(count, value * count, value, value, null);
  }

  /** What a statistic set tells. */
  public static Samples of(StatisticSet set) {
    return new Samples(set.sampleCount(), set.sum(), set.minimum(), set.maximum(), null);
  }

  /** Without the distribution. */
  public StatisticSet statistics() {
    return new StatisticSet(sampleCount, sum, minimum, maximum);
  }

  /** Whether percentiles can be told. */
  public boolean isDistributed() {
    return distribution != null || minimum == maximum;
  }

  /** The different values, ascending; only where {@link #isDistributed}. */
  public double[] values() {
    return distribution == null ? new double[] {minimum} : part(0);
  }

  /** How often there is each of {@link #values}. */
  public double[] counts() {
    return distribution == null ? new double[] {sampleCount} : part(1);
  }

  private double[] part(int which) {
    ByteBuffer from = distribution.toBuffer();
    double[] numbers = new double[from.remaining() / (2 * Double.BYTES)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from.getDouble((2 * i + which) * Double.BYTES + from.position());
    }
    return numbers;
  }
}
