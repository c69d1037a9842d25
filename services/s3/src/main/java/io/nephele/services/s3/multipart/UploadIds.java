package io.nephele.services.s3.multipart;

import io.nephele.services.s3.MaskedIds;
import java.util.random.RandomGenerator;

/** Upload ids. When the upload began is in them, by which its row is found. */
final class UploadIds {
  private static final int LENGTH = 64;

  private UploadIds() {}

  /** A new id of an upload that begins at that time. */
  static String of(long initiatedAt, RandomGenerator random) {
    return MaskedIds.of(initiatedAt, LENGTH, random);
  }

  /** When the upload of an id began, or -1 if it is no id. */
  static long initiatedAt(String uploadId) {
    return MaskedIds.numberIn(uploadId, LENGTH);
  }
}
