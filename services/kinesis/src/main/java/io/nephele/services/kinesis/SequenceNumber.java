package io.nephele.services.kinesis;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * The number of a record in its shard, as callers see it: 56 digits that begin with 49, rising in a
 * shard and from parents to children. It holds, from its 188 bits down: 2 (4 bits), the shard's
 * epoch (36), the low 4 bits of the shard's number, the position (64), zero (8), the seconds of the
 * arrival (36), the shard's number (32), 2 (4).
 *
 * @param epoch the epoch of the shard
 * @param shard the number of the shard
 * @param position the position in the shard
 */
record SequenceNumber(long epoch, long shard, long position) {
  private static final int BITS = 186;
  private static final int DIGITS = 56;
  private static final long VERSION = 2;
  private static final long LOW_28 = (1L << 28) - 1;

  /** The sequence number at a position of a shard. */
  static String of(Shard shard, long position) {
    long seconds = Shard.arrivedAt(position) / 1000;
    long high =
        VERSION << 56 | shard.epoch() << 20 | (shard.number() & 0xF) << 16 | position >>> 48;
    long middle = position << 16 | (seconds >>> 28 & 0xFF);
    long low = (seconds & LOW_28) << 36 | (shard.number() & 0xFFFF_FFFFL) << 4 | VERSION;
    byte[] bytes = ByteBuffer.allocate(24).putLong(high).putLong(middle).putLong(low).array();
    return new BigInteger(1, bytes).toString();
  }

  /** What a sequence number says; null if it is none. */
  static SequenceNumber parse(String decimal) {
    if (decimal.length() != DIGITS || !HashKey.isDigits(decimal, DIGITS)) {
      return null;
    }
    BigInteger number = new BigInteger(decimal);
    if (number.bitLength() != BITS) {
      return null;
    }
    long low = number.longValue();
    long middle = number.shiftRight(64).longValue();
    long high = number.shiftRight(128).longValue();
    long shard = low >>> 4 & 0xFFFF_FFFFL;
    boolean sound =
        (low & 0xF) == VERSION && high >>> 56 == VERSION && (high >>> 16 & 0xF) == (shard & 0xF);
    long position = high << 48 | middle >>> 16;
    return sound && position >= 0
        ? new SequenceNumber(high >>> 20 & (1L << 36) - 1, shard, position)
        : null;
  }
}
