package io.nephele.services.dynamodb.capacity;

/**
 * Units that come back at a steady rate, up to five minutes' worth. A call may take more than there
 * is, and those that follow wait until it is made up for.
 */
final class Bucket {
  private static final int BURST_SECONDS = 300;
  private static final double MILLIS = 1000;

  private final int seconds;
  private double rate = -1;
  private double units;
  private long filledAt;

  /** A bucket of what five minutes bring. */
  Bucket() {
    this(BURST_SECONDS);
  }

  /** A bucket of what so many seconds bring. */
  Bucket(int seconds) {
    this.seconds = seconds;
  }

  /** Whether there is more left than that at that time and rate a second. */
  synchronized boolean hasAny(double unitsASecond, long now, double than) {
    fill(unitsASecond, now);
    return units > than;
  }

  /** Takes units, also such as are not there. */
  synchronized void take(double taken, double unitsASecond, long now) {
    fill(unitsASecond, now);
    units -= taken;
  }

  private void fill(double unitsASecond, long now) {
    double most = unitsASecond * seconds;
    if (rate != unitsASecond) {
      // What is new begins full; what was changed keeps what it has.
      units = rate < 0 ? most : Math.min(units, most);
      rate = unitsASecond;
      filledAt = now;
    }
    if (now > filledAt) {
      units = Math.min(most, units + unitsASecond * (now - filledAt) / MILLIS);
      filledAt = now;
    } else if (now < filledAt) {
      filledAt = now;
    }
  }
}
