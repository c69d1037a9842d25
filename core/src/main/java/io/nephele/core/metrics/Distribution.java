package io.nephele.core.metrics;

import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gathers samples. Different values are kept with their counts; when they become too many, values
 * that differ by little are taken for one, so that space is bounded and percentiles are off by less
 * than a few percent. Not safe for threads.
 */
public final class Distribution {
  /** How many different values are kept apart. */
  public static final int MOST = 300;

  private static final int FIRST = 4;

  /** How many bits of a value's fraction are dropped where there are too many, ever more. */
  private static final int[] DROPPED_BITS = {42, 45, 46, 47, 48, 49, 50, 51};

  private double[] values = new double[FIRST];
  private double[] counts = new double[FIRST];
  private int different;
  private int last;
  private int coarseness;
  private boolean known = true;
  private double sampleCount;
  private double sum;
  private double minimum = Double.POSITIVE_INFINITY;
  private double maximum = Double.NEGATIVE_INFINITY;

  /** Adds a value so many times. */
  public void add(double value, double count) {
    if (count <= 0) {
      return;
    }
    note(count, value * count, value, value);
    if (known) {
      keep(coarseness == 0 ? value : coarse(value), count);
    }
  }

  /** Adds all of them. */
  public void add(Samples samples) {
    if (samples.sampleCount() <= 0) {
      return;
    }
    note(samples.sampleCount(), samples.sum(), samples.minimum(), samples.maximum());
    if (!samples.isDistributed()) {
      known = false;
    }
    if (known) {
      double[] added = samples.values();
      double[] times = samples.counts();
      for (int i = 0; i < added.length; i++) {
        keep(coarseness == 0 ? added[i] : coarse(added[i]), times[i]);
      }
    }
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return sampleCount == 0;
  }

  /** What was added so far. */
  public Samples samples() {
    Bytes distribution = null;
    if (known && minimum != maximum) {
      sort();
      ByteBuffer packed = ByteBuffer.allocate(different * 2 * Double.BYTES);
      for (int i = 0; i < different; i++) {
        packed.putDouble(values[i]).putDouble(counts[i]);
      }
      distribution = Bytes.of(packed.array());
    }
    return new Samples(sampleCount, sum, minimum, maximum, distribution);
  }

  private void note(double count, double addedSum, double least, double greatest) {
    sampleCount += count;
    sum += addedSum;
    minimum = Math.min(minimum, least);
    maximum = Math.max(maximum, greatest);
  }

  private void keep(double value, double count) {
    // Counts and sizes are mostly the same as the one before.
    if (different > 0 && values[last] == value) {
      counts[last] += count;
      return;
    }
    for (int i = 0; i < different; i++) {
      if (values[i] == value) {
        counts[i] += count;
        last = i;
        return;
      }
    }
    if (different == MOST) {
      merge();
      keep(coarse(value), count);
      return;
    }
    if (different == values.length) {
      int size = Math.min(MOST, different * 2);
      values = Arrays.copyOf(values, size);
      counts = Arrays.copyOf(counts, size);
    }
    values[different] = value;
    counts[different] = count;
    last = different++;
  }

  /** Takes values that differ by little for one, until there is room. */
  private void merge() {
    while (different > MOST / 4 * 3) {
      if (coarseness == DROPPED_BITS.length) {
        mergeNeighbours();
        return;
      }
      coarseness++;
      double[] oldValues = values;
      double[] oldCounts = counts;
      int old = different;
      values = new double[MOST];
      counts = new double[MOST];
      different = 0;
      last = 0;
      for (int i = 0; i < old; i++) {
        keep(coarse(oldValues[i]), oldCounts[i]);
      }
    }
  }

  /** The last resort, for values of all magnitudes: each second one joins the one below it. */
  private void mergeNeighbours() {
    sort();
    int kept = 0;
    for (int i = 0; i < different; i += 2) {
      values[kept] = values[i];
      counts[kept++] = counts[i] + (i + 1 < different ? counts[i + 1] : 0);
    }
    different = kept;
    last = 0;
  }

  private double coarse(double value) {
    if (coarseness == 0) {
      return value;
    }
    int bits = DROPPED_BITS[Math.min(coarseness, DROPPED_BITS.length) - 1];
    // Rounded, not cut off, so that percentiles are not all too low.
    long raw = Double.doubleToRawLongBits(value) + (1L << (bits - 1));
    return Double.longBitsToDouble(raw >> bits << bits);
  }

  private void sort() {
    Integer[] order = new Integer[different];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
    double[] sortedValues = new double[values.length];
    double[] sortedCounts = new double[values.length];
    for (int i = 0; i < different; i++) {
      sortedValues[i] = values[order[i]];
      sortedCounts[i] = counts[order[i]];
    }
    values = sortedValues;
    counts = sortedCounts;
    last = 0;
  }
}
