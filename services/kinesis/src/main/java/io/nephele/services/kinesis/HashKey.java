package io.nephele.services.kinesis;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A hash key: an unsigned number of 128 bits.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
record HashKey(long high, long low) implements Comparable<HashKey> {
  static final HashKey LOWEST = new HashKey(0, 0);
  static final HashKey HIGHEST = new HashKey(-1, -1);

  /** The hash key of a partition key: its MD5. */
  static HashKey ofPartitionKey(String partitionKey) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      ByteBuffer digest =
          ByteBuffer.wrap(md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
      return new HashKey(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** The hash key that a text of at most 39 digits is; null if it is none or too great. */
  static HashKey parse(String decimal) {
    if (!isDigits(decimal, 39)) {
      return null;
    }
    BigInteger number = new BigInteger(decimal);
    return number.bitLength() > 128 ? null : of(number);
  }

  /** Whether a text is of digits, at least one and at most so many. */
  static boolean isDigits(String text, int most) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= most;
  }

  static HashKey of(BigInteger number) {
    return new HashKey(number.shiftRight(64).longValue(), number.longValue());
  }

  BigInteger toNumber() {
    return new BigInteger(1, ByteBuffer.allocate(16).putLong(high).putLong(low).array());
  }

  /** The next lower one. */
  HashKey before() {
    return new HashKey(low == 0 ? high - 1 : high, low - 1);
  }

  /** The next higher one. */
  HashKey after() {
    return new HashKey(low == -1 ? high + 1 : high, low + 1);
  }

  @Override
  public int compareTo(HashKey other) {
    int upper = Long.compareUnsigned(high, other.high);
    return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
  }

  /** The decimal number. */
  @Override
  public String toString() {
    return toNumber().toString();
  }
}
