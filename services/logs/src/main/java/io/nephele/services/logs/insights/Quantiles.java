package io.nephele.services.logs.insights;

import java.util.Arrays;

/**
 * The values of a percentile: all of them while they are not many, and then how many there are in
 * buckets, each a tenth of a percent wider than the one below it.
 */
final class Quantiles {
  private static final int MOST_EXACT = 1 << 16;
  private static final double WIDTH = Math.log(1.001);
  private static final double SMALLEST = 1e-9;

  private double[] values = new double[16];
  private int exact;

  /** How many values each bucket has, from the lowest one on; null while all values are kept. */
  private long[] buckets;

  private int lowest;
  private long count;

  void add(double value) {
    count++;
    if (buckets != null) {
      count(bucket(value), 1);
      return;
    }
    if (exact == values.length) {
      values = Arrays.copyOf(values, 2 * exact);
    }
    values[exact++] = value;
    if (exact == MOST_EXACT) {
      toBuckets();
    }
  }

  void merge(Quantiles other) {
    if (other.buckets == null) {
      for (int i = 0; i < other.exact; i++) {
        add(other.values[i]);
      }
      return;
    }
    toBuckets();
    for (int i = 0; i < other.buckets.length; i++) {
      if (other.buckets[i] > 0) {
        count(other.lowest + i, other.buckets[i]);
      }
    }
    count += other.count;
  }

  private void toBuckets() {
    if (buckets != null) {
      return;
    }
    buckets = new long[0];
    for (int i = 0; i < exact; i++) {
      count(bucket(values[i]), 1);
    }
    values = new double[0];
    exact = 0;
  }

  private void count(int bucket, long times) {
    int index = bucket - lowest;
    if (index < 0 || index >= buckets.length) {
      boolean first = buckets.length == 0;
      int from = first ? bucket : Math.min(lowest, bucket);
      int to = first ? bucket + 1 : Math.max(lowest + buckets.length, bucket + 1);
      int room = (to - from) / 4 + 16;
      from -= index < 0 ? room : 0;
      to += index < 0 ? 0 : room;
      long[] wider = new long[to - from];
      System.arraycopy(buckets, 0, wider, first ? 0 : lowest - from, buckets.length);
      buckets = wider;
      lowest = from;
      index = bucket - from;
    }
    buckets[index] += times;
  }

  private static int bucket(double value) {
    double size = Math.abs(value);
    if (size < SMALLEST) {
      return 0;
    }
    int bucket = 1 + (int) Math.round(Math.log(size / SMALLEST) / WIDTH);
    return value < 0 ? -bucket : bucket;
  }

  private static double middle(int bucket) {
    double size = bucket == 0 ? 0 : SMALLEST * Math.exp((Math.abs(bucket) - 1) * WIDTH);
    return bucket < 0 ? -size : size;
  }

  /** The smallest value that this many percent are not larger than; null without values. */
  Double percentile(double percent) {
    if (count == 0) {
      return null;
    }
    long rank = Math.clamp((long) Math.ceil(percent / 100 * count), 1, count);
    if (buckets == null) {
      Arrays.sort(values, 0, exact);
      return values[(int) rank - 1];
    }
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= rank) {
        return middle(lowest + i);
      }
    }
    throw new IllegalStateException("fewer values than were counted");
  }
}
