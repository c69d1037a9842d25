package io.nephele.services.kinesis;

/** How much is put into an on-demand stream in the current second of the world's clock. */
final class Demand {
  private long second = Long.MIN_VALUE;
  private long records;
  private long bytes;
  private long scaledAt = Long.MIN_VALUE;

  /** Counts records; how many shards there should be for twice as much. */
  synchronized int shardsFor(int moreRecords, long moreBytes, long now) {
    long current = Math.floorDiv(now, 1000L);
    if (current != second) {
      second = current;
      records = 0;
      bytes = 0;
    }
    records += moreRecords;
    bytes += moreBytes;
    long byRecords = Math.ceilDiv(2 * records, (long) ShardRates.RECORDS_IN);
    long byBytes = Math.ceilDiv(2 * bytes, (long) ShardRates.BYTES_IN);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(byRecords, byBytes));
  }

  /** Whether it was not scaled for so long. */
  synchronized boolean mayScale(long now, long pauseMillis) {
    return scaledAt == Long.MIN_VALUE || now - scaledAt >= pauseMillis;
  }

  synchronized void scaled(long now) {
    scaledAt = now;
  }
}
