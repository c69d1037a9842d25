package io.nephele.core.faults;

/** A rule and how far it has come. */
public record FaultStatus(FaultRule rule, FaultCounts counts) {
  /** Whether it has happened as often as it was to. */
  public boolean isSpent() {
    return rule.count() != null && counts.fired() >= rule.count();
  }
}
