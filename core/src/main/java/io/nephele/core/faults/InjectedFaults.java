package io.nephele.core.faults;

import io.nephele.core.call.Call;
import io.nephele.core.errors.OperationErrors;
import io.nephele.core.errors.ThrottlingErrors;
import io.nephele.core.faults.FaultEffect.Kind;
import io.nephele.core.faults.FaultEffect.Moment;
import io.nephele.core.time.WorldClock;
import io.nephele.model.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What faults do to one call. */
public final class InjectedFaults {
  /** Nothing. */
  public static final InjectedFaults NONE = new InjectedFaults(null, null, List.of());

  private final WorldClock clock;
  private final Call call;
  private final List<Fired> fired;

  /**
   * A rule that befalls the call.
   *
   * @param latency how long it holds the call, zero for all but latency
   */
  record Fired(FaultRule rule, Duration latency, FaultHit hit) {}

  InjectedFaults(WorldClock clock, Call call, List<Fired> fired) {
    this.clock = clock;
    this.call = call;
    this.fired = fired;
  }

  /** What befalls the call, for its record. */
  public List<FaultHit> hits() {
    return fired.isEmpty() ? List.of() : fired.stream().map(Fired::hit).toList();
  }

  /**
   * Does what comes before the service.
   *
   * @throws AwsException what the caller is answered in the service's place
   * @throws DroppedConnection if the caller is not answered
   */
  public void before() {
    happen(Moment.BEFORE);
  }

  /** Does what comes after the service has done its work; throws as {@link #before}. */
  public void after() {
    happen(Moment.AFTER);
  }

  private void happen(Moment moment) {
    for (int i = 0; i < fired.size(); i++) {
      Fired one = fired.get(i);
      FaultEffect effect = one.rule.effect();
      if (effect.moment() == moment) {
        switch (effect.kind()) {
          case LATENCY -> hold(one.latency);
          case ERROR ->
              throw OperationErrors.of(
                  call.operation(), effect.code(), effect.status(), effect.message());
          case THROTTLE -> throw ThrottlingErrors.of(call.operation(), effect.message());
          case DROP -> throw new DroppedConnection(one.rule.id());
        }
      }
    }
  }

  private void hold(Duration latency) {
    try {
      clock.sleepUntil(clock.now().plus(latency));
    } catch (InterruptedException e) {
      // The caller went away, or the server stops; the call goes no further.
      Thread.currentThread().interrupt();
      throw OperationErrors.of(call.operation(), "ServiceUnavailable", null, null);
    }
  }

  /** What a rule does to a call, in words. */
  static String describe(FaultRule rule, Duration latency, Call call) {
    FaultEffect effect = rule.effect();
    String moment = effect.moment() == Moment.AFTER ? " after" : " before";
    return switch (effect.kind()) {
      case LATENCY -> "latency " + latency.toMillis() + " ms" + moment;
      case DROP -> "drop" + moment;
      case ERROR -> {
        AwsException error =
            OperationErrors.of(call.operation(), effect.code(), effect.status(), effect.message());
        yield "error " + error.code() + " (" + error.status() + ")" + moment;
      }
      case THROTTLE -> {
        AwsException error = ThrottlingErrors.of(call.operation(), effect.message());
        yield "throttle " + error.code() + " (" + error.status() + ")";
      }
    };
  }

  /** Whether what comes after this rule is not asked any more. */
  static boolean ends(FaultRule rule) {
    return rule.effect().kind() != Kind.LATENCY;
  }

  static Duration latency(FaultRule rule, long seed, long number) {
    Duration latency = rule.effect().latency();
    Duration jitter = rule.effect().jitter();
    if (latency == null) {
      return Duration.ZERO;
    }
    return jitter == null
        ? latency
        : latency.plusMillis((long) (jitter.toMillis() * Draws.jitter(seed, number)));
  }

  static FaultHit hit(Instant now, FaultRule rule, Duration latency, Call call) {
    return new FaultHit(
        now,
        call.requestId(),
        rule.id(),
        call.operation().service().name(),
        call.operation().name(),
        call.accountId(),
        call.region().name(),
        describe(rule, latency, call));
  }
}
