package io.nephele.services.lambda.invoke;

import io.nephele.core.World;
import io.nephele.core.metrics.MetricKey;
import io.nephele.services.lambda.state.FunctionRef;
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

  private void record(FunctionRef ref, String executed, String metric, double value, String unit) {
    put(ref, metric, value, unit, Map.of());
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
