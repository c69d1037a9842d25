package io.nephele.core.store;

/** The order in which a scan yields keys. */
public enum Direction {
  /** From the lowest key to the highest. */
  FORWARD,
  /** From the highest key to the lowest. */
  REVERSE
}
