package io.nephele.services.logs.events;

import java.math.BigInteger;

/**
 * Where an event stands among all of its group. The order is that of time, then of streams, then
 * that in which events were put.
 *
 * @param timestamp in milliseconds since 1970
 * @param stream the stream's id
 * @param row the number of the row of events that it is in
 * @param index its number in the row
 */
public record Position(long timestamp, long stream, long row, int index)
    implements Comparable<Position> {
  /** Before everything. */
  public static final Position START = new Position(0, 0, 0, 0);

  private static final int DIGITS = 56;
  private static final int INDEX_BITS = 20;
  private static final int ROW_BITS = 60;
  private static final int STREAM_BITS = 64;

  @Override
  public int compareTo(Position other) {
    int order = Long.compare(timestamp, other.timestamp);
    order = order == 0 ? Long.compare(stream, other.stream) : order;
    order = order == 0 ? Long.compare(row, other.row) : order;
    return order == 0 ? Integer.compare(index, other.index) : order;
  }

  /** As 56 digits, which is how the ids of events look. */
  public String digits() {
    String digits =
        BigInteger.valueOf(timestamp)
            .shiftLeft(STREAM_BITS)
            .or(BigInteger.valueOf(stream))
            .shiftLeft(ROW_BITS)
            .or(BigInteger.valueOf(row))
            .shiftLeft(INDEX_BITS)
            .or(BigInteger.valueOf(index))
            .toString();
    return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
  }

  /** The position that digits say, or null. */
  public static Position parse(String digits) {
    if (digits.length() != DIGITS) {
      return null;
    }
    for (int i = 0; i < DIGITS; i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return null;
      }
    }
    BigInteger all = new BigInteger(digits);
    BigInteger time = all.shiftRight(STREAM_BITS + ROW_BITS + INDEX_BITS);
    if (time.bitLength() > 62) {
      return null;
    }
    return new Position(
        time.longValue(),
        low(all.shiftRight(ROW_BITS + INDEX_BITS), STREAM_BITS),
        low(all.shiftRight(INDEX_BITS), ROW_BITS),
        (int) low(all, INDEX_BITS));
  }

  private static long low(BigInteger of, int bits) {
    return of.and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE)).longValue();
  }
}
