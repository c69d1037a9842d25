package io.nephele.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What a run measured.
 *
 * @param messages messages handled
 * @param seconds wall-clock time
 * @param latency nanoseconds of each step
 */
public record LoadResult(long messages, double seconds, Histogram latency) {
  /** Messages a second. */
  public double rate() {
    return messages / seconds;
  }
}
