package io.nephele.bench.load;

import java.util.Locale;

/**
 * The figures of one window.
 *
 * @param cpuSeconds what the server's process spent in it
 */
public record Sample(LoadResult load, double cpuSeconds) {
  /** What the server spent on each, in microseconds. */
  public double cpuMicros() {
    return cpuSeconds * 1e6 / load.messages();
  }

  /** The median and the 99th percentile of the latency in milliseconds, as the tables have them. */
  public String latency() {
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f",
        load.latency().getValueAtPercentile(50) / 1e6,
        load.latency().getValueAtPercentile(99) / 1e6);
  }
}
