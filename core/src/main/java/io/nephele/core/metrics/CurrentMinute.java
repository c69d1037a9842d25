package io.nephele.core.metrics;

/**
 * The samples of a metric in one minute, while it goes on. Its lock is held for some nanoseconds
 * and nothing blocks under it.
 */
final class CurrentMinute {
  private final long minute;
  private final Distribution samples = new Distribution();
  private boolean ended;

  CurrentMinute(long minute) {
    this.minute = minute;
  }

  long minute() {
    return minute;
  }

  /** Adds a sample; false if the minute has ended or the sample is of a later one. */
  synchronized boolean add(long now, double sample) {
    if (ended || now > minute) {
      return false;
    }
    samples.add(sample, 1);
    return true;
  }

  /** What there was; null if somebody has ended it before. */
  synchronized Samples end() {
    if (ended) {
      return null;
    }
    ended = true;
    return samples.isEmpty() ? null : samples.samples();
  }
}
