package io.nephele.services.cloudwatch.metrics;

import io.nephele.core.metrics.Samples;

/** What is told of the samples of a period. */
public sealed interface Statistic {
  /** Its value, or null where the samples do not tell it. */
  Double of(Samples samples);

  /** Whether it needs to know how samples are distributed. */
  default boolean isExtended() {
    return true;
  }

  /** One of the five that statistic sets tell. */
  enum Simple implements Statistic {
    SAMPLE_COUNT("SampleCount"),
    AVERAGE("Average"),
    SUM("Sum"),
    MINIMUM("Minimum"),
    MAXIMUM("Maximum");

    private final String text;

    Simple(String text) {
      this.text = text;
    }

    @Override
    public Double of(Samples samples) {
      return switch (this) {
        case SAMPLE_COUNT -> samples.sampleCount();
        case AVERAGE -> samples.sum() / samples.sampleCount();
        case SUM -> samples.sum();
        case MINIMUM -> samples.minimum();
        case MAXIMUM -> samples.maximum();
      };
    }

    @Override
    public boolean isExtended() {
      return false;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The value that so many percent of the samples do not exceed. */
  record Percentile(double percent) implements Statistic {
    @Override
    public Double of(Samples samples) {
      return samples.isDistributed() ? at(samples, percent) : null;
    }

    static double at(Samples samples, double percent) {
      double[] values = samples.values();
      double[] counts = samples.counts();
      double rank = samples.sampleCount() * percent / 100;
      double below = 0;
      for (int i = 0; i < values.length; i++) {
        below += counts[i];
        if (below >= rank - 1e-9) {
          // Where values were rounded, the edges are still known.
          return Math.clamp(values[i], samples.minimum(), samples.maximum());
        }
      }
      return samples.maximum();
    }
  }

  /** What a trimmed statistic tells of the samples within its bounds. */
  enum Trimmed {
    MEAN,
    COUNT,
    SUM,
    WINSORIZED_MEAN,
    PERCENT
  }

  /**
   * A statistic of the samples within bounds.
   *
   * @param low the lower bound, or null
   * @param high the upper bound, or null
   * @param percent whether bounds are percentiles rather than values
   */
  record Range(Trimmed kind, Double low, Double high, boolean percent) implements Statistic {
    @Override
    public Double of(Samples samples) {
      if (!samples.isDistributed()) {
        return null;
      }
      double[] values = samples.values();
      double[] counts = samples.counts();
      double total = samples.sampleCount();
      double lowRank = low == null ? 0 : total * low / 100;
      double highRank = high == null ? total : total * high / 100;
      double count = 0;
      double sum = 0;
      double under = 0;
      double over = 0;
      double below = 0;
      for (int i = 0; i < values.length; i++) {
        double in = counts[i];
        if (percent) {
          // The part of these equal samples that lies between the two ranks.
          in = Math.min(below + counts[i], highRank) - Math.max(below, lowRank);
          in = Math.max(in, 0);
          under += Math.max(0, Math.min(below + counts[i], lowRank) - below);
        } else if (low != null && values[i] <= low) {
          under += counts[i];
          in = 0;
        } else if (high != null && values[i] > high) {
          in = 0;
        }
        below += counts[i];
        count += in;
        sum += in * values[i];
      }
      over = total - under - count;
      return switch (kind) {
        case MEAN -> count == 0 ? null : (Double) (sum / count);
        case COUNT -> count;
        case SUM -> sum;
        case PERCENT -> 100 * count / total;
        case WINSORIZED_MEAN ->
            (sum + under * edge(samples, low, true) + over * edge(samples, high, false)) / total;
      };
    }

    private double edge(Samples samples, Double bound, boolean lower) {
      if (bound == null) {
        return lower ? samples.minimum() : samples.maximum();
      }
      return percent ? Percentile.at(samples, bound) : bound;
    }
  }
}
