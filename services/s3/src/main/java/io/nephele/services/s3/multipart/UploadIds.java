package io.nephele.services.s3.multipart;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Upload ids: 64 characters that mean nothing to callers. When the upload began is in them, by
 * which its row is found.
 */
final class UploadIds {
  private static final int BYTES = 48;
  private static final int LENGTH = 64;

  private UploadIds() {}

  /** A new id of an upload that begins at that time. */
  static String of(long initiatedAt, RandomGenerator random) {
    byte[] id = new byte[BYTES];
    random.nextBytes(id);
    long mask = ByteBuffer.wrap(id).getLong();
    ByteBuffer.wrap(id, Long.BYTES, Long.BYTES).putLong(initiatedAt ^ mask);
    return Base64.getUrlEncoder().encodeToString(id).replace('-', '.');
  }

  /** When the upload of an id began, or -1 if it is no id. */
  static long initiatedAt(String uploadId) {
    if (uploadId.length() != LENGTH) {
      return -1;
    }
    try {
      ByteBuffer id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(uploadId.replace('.', '-')));
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
