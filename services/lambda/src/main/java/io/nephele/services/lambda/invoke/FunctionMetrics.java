package io.nephele.services.lambda.invoke;

import io.nephele.core.World;
import io.nephele.core.metrics.MetricKey;
import io.nephele.services.lambda.environments.Outcome;
import io.nephele.services.lambda.state.FunctionRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells CloudWatch of invocations. */
public final class FunctionMetrics {
  private static final String NAMESPACE = "AWS/Lambda";
  private static final String COUNT = "Count";

  private final World world;

  /** The metrics of a world. */
  public FunctionMetrics(World world) {
    this.world = world;
  }

  /**
   * Counts something of a function, also by its version or alias if the caller named one.
   *
   * @param executed the version that ran behind an alias, or null
   */
  public void count(FunctionRef ref, String executed, String metric, double value) {
    record(ref, executed, metric, value, COUNT);
  }

  /** As {@link #count}, of milliseconds. */
  public void milliseconds(FunctionRef ref, String executed, String metric, double value) {
    record(ref, executed, metric, value, "Milliseconds");
  }

  /** As {@link #count}, of the whole account's. */
  void inAccount(FunctionRef ref, String metric, double value) {
    put(ref, metric, value, COUNT, Map.of());
  }

  /** An invocation begins, in a place and an environment. */
  void running(Target target, Slots.Slot slot, Pool.Lease lease) {
    FunctionRef ref = target.ref();
    String version = target.version();
    inAccount(ref, "ConcurrentExecutions", slot.inAccount());
    ofFunction(ref, version, "ConcurrentExecutions", slot.concurrent(), COUNT);
    if (slot.unreserved() > 0) {
      inAccount(ref, "UnreservedConcurrentExecutions", slot.unreserved());
    }
    if (lease.provisioned() == 0) {
      return;
    }
    boolean provisioned = lease.warm().provisioned();
    count(
        ref,
        version,
        provisioned
            ? "ProvisionedConcurrencyInvocations"
            : "ProvisionedConcurrencySpilloverInvocations",
        1);
    count(ref, version, "ProvisionedConcurrentExecutions", lease.provisionedInUse());
    double used = lease.provisionedInUse() / (double) lease.provisioned();
    ofFunction(ref, version, "ProvisionedConcurrencyUtilization", used, COUNT);
  }

  /** An invocation has ended. */
  void ran(Target target, Outcome outcome) {
    FunctionRef ref = target.ref();
    String version = target.version();
    count(ref, version, "Invocations", 1);
    count(ref, version, "Errors", outcome.error() == null ? 0 : 1);
    count(ref, version, "Throttles", 0);
    milliseconds(ref, version, "Duration", millis(outcome.duration()));
    if (outcome.extensionsDuration() != null) {
      milliseconds(
          ref, version, "PostRuntimeExtensionsDuration", millis(outcome.extensionsDuration()));
    }
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1_000_000.0;
  }

  /** Counts what an event source mapping did, for who asked for it. */
  public void ofMapping(FunctionRef ref, String uuid, String metric, double value) {
    put(ref, metric, value, COUNT, Map.of("EventSourceMappingUUID", uuid));
  }

  private void record(FunctionRef ref, String executed, String metric, double value, String unit) {
    put(ref, metric, value, unit, Map.of());
    ofFunction(ref, executed, metric, value, unit);
  }

  private void ofFunction(
      FunctionRef ref, String executed, String metric, double value, String unit) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    dimensions.put("FunctionName", ref.name());
    put(ref, metric, value, unit, Map.copyOf(dimensions));
    String resource = ref.qualifier() == null ? ref.name() : ref.name() + ':' + ref.qualifier();
    dimensions.put("Resource", resource);
    put(ref, metric, value, unit, Map.copyOf(dimensions));
    if (executed != null && ref.isAlias()) {
      dimensions.put("ExecutedVersion", executed);
      put(ref, metric, value, unit, Map.copyOf(dimensions));
    }
  }

  private void put(
      FunctionRef ref, String metric, double value, String unit, Map<String, String> dimensions) {
    world
        .metrics()
        .record(
            new MetricKey(ref.accountId(), ref.region(), NAMESPACE, metric, dimensions, unit),
            value);
  }
}
