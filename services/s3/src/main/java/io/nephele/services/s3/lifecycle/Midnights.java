package io.nephele.services.s3.lifecycle;

/** Days of rules end at midnight UTC. All times are in milliseconds since 1970. */
final class Midnights {
  private static final long DAY = 86_400_000;

  private Midnights() {}

  /** So many days after a moment, and on to the next midnight. */
  static long after(long since, int days) {
    return (Math.floorDiv(since, DAY) + days + 1) * DAY;
  }

  /** Whether it is midnight. */
  static boolean isMidnight(long time) {
    return Math.floorMod(time, DAY) == 0;
  }
}
