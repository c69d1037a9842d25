package io.nephele.core.faults;

import java.time.Instant;

/**
 * A fault that is asked for: what happens to which calls, how often, and when.
 *
 * @param id what the rule is called; null before it is added, if it is to be given one
 * @param place where the rule stands among the others, in the order in which they were added; 0
 *     before it is added
 * @param effect what happens
 * @param scope to which calls
 * @param probability how likely it happens to each, from 0 to 1
 * @param count how often it happens before it is spent, or null for without end
 * @param from when it begins by the world's clock, or null
 * @param until when it ends by the world's clock, or null
 * @param seed what the draws of probability and jitter come from; null before it is added, if it is
 *     to be drawn from the world's own randomness
 */
public record FaultRule(
    String id,
    long place,
    FaultEffect effect,
    FaultScope scope,
    double probability,
    Long count,
    Instant from,
    Instant until,
    Long seed) {

  /** That effect on every call. */
  public static FaultRule of(FaultEffect effect) {
    return new FaultRule(null, 0, effect, FaultScope.ALL, 1, null, null, null, null);
  }

  /** The same, on calls of those operations, whose name may hold wildcards. */
  public FaultRule on(String service, String operation) {
    return on(
        new FaultScope(
            service,
            operation,
            scope.resource(),
            scope.account(),
            scope.region(),
            scope.principal()));
  }

  /** The same, on those calls. */
  public FaultRule on(FaultScope calls) {
    return new FaultRule(id, place, effect, calls, probability, count, from, until, seed);
  }

  /** The same, that often. */
  public FaultRule times(long number) {
    return new FaultRule(id, place, effect, scope, probability, number, from, until, seed);
  }

  /** The same, as likely as that. */
  public FaultRule withProbability(double likelihood) {
    return new FaultRule(id, place, effect, scope, likelihood, count, from, until, seed);
  }

  /** The same with draws of that seed. */
  public FaultRule withSeed(long number) {
    return new FaultRule(id, place, effect, scope, probability, count, from, until, number);
  }

  /** The same of that id. */
  public FaultRule withId(String name) {
    return new FaultRule(name, place, effect, scope, probability, count, from, until, seed);
  }

  /** The same within those times, of which either may be null. */
  public FaultRule between(Instant begin, Instant end) {
    return new FaultRule(id, place, effect, scope, probability, count, begin, end, seed);
  }

  FaultRule at(long number) {
    return new FaultRule(id, number, effect, scope, probability, count, from, until, seed);
  }

  boolean isInForce(Instant now) {
    return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
  }
}
