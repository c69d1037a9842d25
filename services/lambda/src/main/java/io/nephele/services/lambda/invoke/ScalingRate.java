package io.nephele.services.lambda.invoke;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How fast functions get more environments: each may have a thousand at once, and gets back as many
 * in ten seconds of the world's clock.
 */
final class ScalingRate {
  /** So many environments may be made at once. */
  static final int MOST = 1000;

  private static final double PER_MILLISECOND = MOST / (double) Duration.ofSeconds(10).toMillis();

  /** So many functions are remembered before those that may have all again are forgotten. */
  private static final int MANY = 1000;

  private final ReentrantLock lock = new ReentrantLock();

  /** By the function's ARN; guarded by the lock. */
  private final Map<String, Left> byFunction = new HashMap<>();

  /** How many a function could still have at a time. */
  private record Left(double count, Instant at) {
    double at(Instant now) {
      long passed = Math.max(0, Duration.between(at, now).toMillis());
      return Math.min(MOST, count + passed * PER_MILLISECOND);
    }
  }

  /** Takes one more environment for a function; false if it has had too many lately. */
  boolean take(String function, Instant now) {
    lock.lock();
    try {
      if (byFunction.size() >= MANY) {
        byFunction.values().removeIf(left -> left.at(now) >= MOST);
      }
      Left known = byFunction.get(function);
      double left = known == null ? MOST : known.at(now);
      byFunction.put(function, new Left(left >= 1 ? left - 1 : left, now));
      return left >= 1;
    } finally {
      lock.unlock();
    }
  }
}
