package io.nephele.services.sns;

/**
 * When a delivery that failed is tried again.
 *
 * @param minDelay in seconds
 * @param maxDelay in seconds
 * @param retries how many there are in all
 * @param noDelay how many of them come first, at once
 * @param minDelays how many follow, after the least delay each
 * @param maxDelays how many come last, after the greatest delay each
 * @param backoff how delays grow in between: linear, arithmetic, geometric or exponential
 */
record RetryPolicy(
    int minDelay,
    int maxDelay,
    int retries,
    int noDelay,
    int minDelays,
    int maxDelays,
    String backoff) {
  /** Of HTTP endpoints for which nobody said otherwise. */
  static final RetryPolicy HTTP = new RetryPolicy(20, 20, 3, 0, 0, 0, "linear");

  /** Of what AWS runs itself: queues, functions and streams. */
  static final RetryPolicy AWS = new RetryPolicy(1, 20, 100_015, 3, 2, 100_000, "exponential");

  /**
   * How long to wait before a retry.
   *
   * @param retry the first is 1
   * @return milliseconds, or -1 if there is none
   */
  long delay(int retry) {
    if (retry > retries) {
      return -1;
    }
    if (retry <= noDelay) {
      return 0;
    }
    if (retry <= noDelay + minDelays) {
      return minDelay * 1000L;
    }
    if (retry > retries - maxDelays) {
      return maxDelay * 1000L;
    }
    int steps = retries - noDelay - minDelays - maxDelays;
    int step = retry - noDelay - minDelays - 1;
    return Math.round((minDelay + (maxDelay - minDelay) * growth(step, steps - 1)) * 1000);
  }

  /** How far from the least to the greatest delay a step of the backoff is, from 0 to 1. */
  private double growth(int step, int last) {
    if (last <= 0) {
      return 0;
    }
    return switch (backoff) {
      case "arithmetic" -> step * (step + 1.0) / (last * (last + 1.0));
      case "geometric" -> {
        double ratio = Math.max(1, maxDelay) / (double) Math.max(1, minDelay);
        yield ratio == 1
            ? step / (double) last
            : (Math.pow(ratio, step / (double) last) - 1) / (ratio - 1);
      }
      case "exponential" ->
          Math.expm1(step * Math.log(2)) / Math.expm1(Math.min(last, 1000) * Math.log(2));
      default -> step / (double) last;
    };
  }
}
