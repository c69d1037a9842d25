package io.nephele.services.dynamodb.tables;

/**
 * Capacity units a second that a table or index in provisioned mode has. Times are milliseconds
 * since 1970, 0 for never.
 *
 * @param decreases how often it was decreased on the day (UTC) of the last decrease
 */
public record Throughput(long read, long write, long increasedAt, long decreasedAt, int decreases) {
  /** None, as in on-demand mode. */
  public static final Throughput NONE = new Throughput(0, 0, 0, 0, 0);

  /** Newly set. */
  public static Throughput of(long read, long write) {
    return new Throughput(read, write, 0, 0, 0);
  }
}
