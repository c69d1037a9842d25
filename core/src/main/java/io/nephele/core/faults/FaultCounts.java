package io.nephele.core.faults;

/**
 * How far a rule has come.
 *
 * @param matched calls that the rule was asked about, which is also the number of draws
 * @param fired calls that it befell
 */
public record FaultCounts(long matched, long fired) {
  /** Of a rule that was not asked yet. */
  public static final FaultCounts NONE = new FaultCounts(0, 0);
}
