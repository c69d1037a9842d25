package io.nephele.services.s3.objects;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Version ids: 32 characters that mean nothing to callers. The version's sequence is in them, so
 * that it is found without looking through its siblings.
 */
final class VersionIds {
  private static final int BYTES = 24;
  private static final int LENGTH = 32;

  private VersionIds() {}

  /** A new id for the version of that sequence. */
  static String of(long sequence, RandomGenerator random) {
    byte[] id = new byte[BYTES];
    random.nextBytes(id);
    long mask = ByteBuffer.wrap(id).getLong();
    ByteBuffer.wrap(id, Long.BYTES, Long.BYTES).putLong(sequence ^ mask);
    return Base64.getUrlEncoder().encodeToString(id).replace('-', '.');
  }

  /** The sequence of a version's id, or -1 if it is no id. */
  static long sequenceOf(String versionId) {
    if (versionId.length() != LENGTH) {
      return -1;
    }
    try {
      ByteBuffer id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(versionId.replace('.', '-')));
      if (id.remaining() != BYTES) {
        return -1;
      }
      long mask = id.getLong();
      return id.getLong() ^ mask;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }
}
