package io.nephele.services.dynamodb.capacity;

/** The read units that reading so many bytes takes. */
public final class ReadUnits {
  private static final int UNIT = 4096;

  private ReadUnits() {}

  /** Of one read: a unit for every 4 KB begun, half of that if it may be of the past. */
  public static double of(long bytes, boolean consistent) {
    long units = Math.max(1, (bytes + UNIT - 1) / UNIT);
    return consistent ? units : units / 2.0;
  }

  /** Of a read in a transaction. */
  public static double inTransaction(long bytes) {
    return 2 * of(bytes, true);
  }
}
