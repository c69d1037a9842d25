package io.nephele.core.quotas;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of tokens that fills by itself. It holds no tokens but the time at which it will be full
 * again: taking a token moves that time on by what a token takes to come, and a token is there as
 * long as that time is no further off than the whole bucket takes to fill. So there is nothing to
 * do while time passes, and one number to change, without a lock.
 */
final class TokenBucket {
  /** Time is counted in tenths of microseconds: fine for any rate, and good for 29,000 years. */
  private static final long TICKS_PER_SECOND = 10_000_000L;

  private static final int NANOS_PER_TICK = 100;

  private final BucketSize size;
  private final long ticksPerToken;
  private final long ticksPerBucket;
  private final AtomicLong fullAt = new AtomicLong(Long.MIN_VALUE);

  /** A full bucket. */
  TokenBucket(BucketSize size) {
    this.size = size;
    // Rounded down: a token is never late.
    this.ticksPerToken = Math.max(1, (long) (TICKS_PER_SECOND / size.refillPerSecond()));
    this.ticksPerBucket = size.capacity() * ticksPerToken;
  }

  BucketSize size() {
    return size;
  }

  /** Takes so many tokens if they are there. */
  boolean take(long tokens, Instant now) {
    long ticks = ticks(now);
    while (true) {
      long before = fullAt.get();
      long after = from(before, ticks) + tokens * ticksPerToken;
      if (tokens > size.capacity() || after - ticks > ticksPerBucket) {
        return false;
      }
      if (fullAt.compareAndSet(before, after)) {
        return true;
      }
    }
  }

  /** How many tokens there are. */
  long tokens(Instant now) {
    long ticks = ticks(now);
    return (ticksPerBucket - (from(fullAt.get(), ticks) - ticks)) / ticksPerToken;
  }

  boolean isFull(Instant now) {
    long ticks = ticks(now);
    return from(fullAt.get(), ticks) == ticks;
  }

  /**
   * When it will be full: a time that has passed is now. So is one further off than an empty bucket
   * takes to fill, which is from before the clock was set back.
   */
  private long from(long full, long ticks) {
    return full < ticks || full > ticks + ticksPerBucket ? ticks : full;
  }

  private static long ticks(Instant time) {
    return time.getEpochSecond() * TICKS_PER_SECOND + time.getNano() / NANOS_PER_TICK;
  }
}
