package io.nephele.services.kinesis;

/**
 * What was put into and read from a shard in the current second of the world's clock, and what may
 * still be. Beyond a second's limit it runs into debt only for what is larger than that limit in
 * one piece: a large record, or a large answer; seconds to come pay for it.
 */
final class ShardRates {
  static final int RECORDS_IN = 1000;
  static final int BYTES_IN = 1 << 20;
  static final int READS = 5;
  static final int BYTES_OUT = 2 << 20;

  private long second = Long.MIN_VALUE;
  private int recordsIn;
  private long bytesIn;
  private int reads;
  private long bytesOut;

  /** Counts a record that is put; false if it is one too many. */
  synchronized boolean takeRecord(int bytes, long now) {
    turn(now);
    boolean fits = recordsIn < RECORDS_IN && (bytesIn == 0 || bytesIn + bytes <= BYTES_IN);
    if (fits) {
      recordsIn++;
      bytesIn += bytes;
    }
    return fits;
  }

  /** Counts a call of GetRecords; false if it is one too many, or the shard has given too much. */
  synchronized boolean takeRead(long now) {
    turn(now);
    boolean fits = reads < READS && bytesOut < BYTES_OUT;
    if (fits) {
      reads++;
    }
    return fits;
  }

  /** Whether more bytes may be given in this second. */
  synchronized boolean mayGive(long now) {
    turn(now);
    return bytesOut < BYTES_OUT;
  }

  /** Counts bytes that a call of GetRecords has read, or a subscription was sent. */
  synchronized void gaveOut(long bytes, long now) {
    turn(now);
    bytesOut += bytes;
  }

  private void turn(long now) {
    long current = Math.floorDiv(now, 1000L);
    if (current == second) {
      return;
    }
    long passed = current < second || second == Long.MIN_VALUE ? Long.MAX_VALUE : current - second;
    bytesIn = left(bytesIn, BYTES_IN, passed);
    bytesOut = left(bytesOut, BYTES_OUT, passed);
    recordsIn = 0;
    reads = 0;
    second = current;
  }

  private static long left(long bytes, long aSecond, long seconds) {
    return seconds > bytes / aSecond ? 0 : bytes - aSecond * seconds;
  }
}
