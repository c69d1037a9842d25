package io.nephele.core.quotas;

/**
 * How many calls may come at once, and how many for long.
 *
 * @param capacity the tokens of a full bucket, from 1
 * @param refillPerSecond the tokens that come back in a second
 */
public record BucketSize(long capacity, double refillPerSecond) {
  /** The largest capacity. */
  public static final long MOST = 1_000_000;

  /** The slowest rate: a token in ten days or so. */
  public static final double SLOWEST = 0.000_001;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if they are not kept
   */
  public BucketSize {
    if (capacity < 1 || capacity > MOST) {
      throw new IllegalArgumentException("burst must be from 1 to " + MOST);
    }
    if (!(refillPerSecond >= SLOWEST && refillPerSecond <= MOST)) {
      throw new IllegalArgumentException("rate must be from 0.000001 to " + MOST + " a second");
    }
  }
}
