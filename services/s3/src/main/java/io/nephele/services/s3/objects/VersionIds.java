package io.nephele.services.s3.objects;

import io.nephele.services.s3.MaskedIds;
import java.util.random.RandomGenerator;

/**
 * Version ids. The version's sequence is in them, so that it is found without looking through its
 * siblings.
 */
final class VersionIds {
  private static final int LENGTH = 32;

  private VersionIds() {}

  /** A new id for the version of that sequence. */
  static String of(long sequence, RandomGenerator random) {
    return MaskedIds.of(sequence, LENGTH, random);
  }

  /** The sequence of a version's id, or -1 if it is no id. */
  static long sequenceOf(String versionId) {
    return MaskedIds.numberIn(versionId, LENGTH);
  }
}
