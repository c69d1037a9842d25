package io.nephele.services.s3;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Ids that mean nothing to callers and hold a number, by which what they name is found. The number
 * is masked by random bytes before it, so that ids of neighbours have nothing in common.
 */
public final class MaskedIds {
  private static final int CHARACTERS = 4;
  private static final int BYTES = 3;

  private MaskedIds() {}

  /**
   * A new id.
   *
   * @param length in characters, a multiple of four that has room for 16 bytes
   */
  public static String of(long number, int length, RandomGenerator random) {
    byte[] id = new byte[length / CHARACTERS * BYTES];
    random.nextBytes(id);
    long mask = ByteBuffer.wrap(id).getLong();
    ByteBuffer.wrap(id, Long.BYTES, Long.BYTES).putLong(number ^ mask);
    return Base64.getUrlEncoder().encodeToString(id).replace('-', '.');
  }

  /** The number in an id, or -1 if it is no id of that length. */
  public static long numberIn(String text, int length) {
    if (text.length() != length) {
      return -1;
    }
    try {
      ByteBuffer id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.replace('.', '-')));
      if (id.remaining() != length / CHARACTERS * BYTES) {
        return -1;
      }
      long mask = id.getLong();
      return id.getLong() ^ mask;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }
}
