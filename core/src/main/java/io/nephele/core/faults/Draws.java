package io.nephele.core.faults;

/** Numbers that follow from a rule's seed and the number of the draw alone, so that runs repeat. */
final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long JITTER = 0x632BE59BD9B4E019L;

  private Draws() {}

  /** From 0 up to, and without, 1: whether the rule befalls its nth call. */
  static double chance(long seed, long number) {
    return fraction(mix(mix(seed) + number * GOLDEN));
  }

  /** From 0 up to, and without, 1: how much of its jitter the rule adds to its nth call. */
  static double jitter(long seed, long number) {
    return fraction(mix(mix(seed ^ JITTER) + number * GOLDEN));
  }

  private static double fraction(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  /** Stafford's variant 13 of the 64-bit finaliser. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
