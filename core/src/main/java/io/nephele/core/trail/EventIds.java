package io.nephele.core.trail;

import java.util.UUID;

/**
 * Ids of events. They follow from the id of the call and the account whose record it is, so that
 * taking note of calls does not change which ids a world with a seed gives out.
 */
final class EventIds {
  private static final long PRIME = 0x100000001B3L;
  private static final long VERSION = 0xFFFF_FFFF_FFFF_0FFFL;

  private EventIds() {}

  static String of(String requestId, String salt) {
    long high = mix(hash(hash(0xCBF29CE484222325L, requestId), salt));
    long low = mix(hash(hash(0x6C62272E07BB0142L, salt), requestId));
    return new UUID(high & VERSION | 0x4000L, low & ~(3L << 62) | 2L << 62).toString();
  }

  /** A number that tells events of the same time apart. */
  static long number(String eventId) {
    return hash(0xCBF29CE484222325L, eventId);
  }

  private static long hash(long seed, String text) {
    long hash = seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return hash;
  }

  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
