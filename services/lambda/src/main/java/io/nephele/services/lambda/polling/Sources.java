package io.nephele.services.lambda.polling;

import io.nephele.api.lambda.EventSourceMappingMetric;
import io.nephele.api.lambda.EventSourceMappingMetricsConfig;
import io.nephele.core.call.Origin;
import io.nephele.core.targets.Targets;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.async.Deliverer;
import io.nephele.services.lambda.durable.DurableFunctions;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.invoke.FunctionMetrics;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.invoke.Target;
import io.nephele.services.lambda.mappings.MappingRow;
import io.nephele.services.lambda.mappings.Mappings;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;

/** What all pollers do: call sources as the function's role, and invoke the function. */
record Sources(
    LambdaWorld lambda,
    Mappings mappings,
    ExecutionRoles roles,
    Invoker invoker,
    DurableFunctions durable,
    Deliverer deliverer,
    FunctionMetrics metrics) {
  /** In whose name the source of a mapping is called: the function's role. */
  Targets.Caller caller(MappingRow row) {
    FunctionRef ref = row.function();
    return new Targets.Caller(
        roles.session(role(row), ref), Origin.service(LambdaWorld.PRINCIPAL, ref.unqualifiedArn()));
  }

  /** The role of a mapping's function. */
  String role(MappingRow row) {
    return invoker.find(row.function()).configuration().role();
  }

  /** Counts events of a mapping, if its metrics are wanted. */
  void count(MappingRow row, String metric, int events) {
    EventSourceMappingMetricsConfig wanted = row.configuration().metricsConfig();
    if (events > 0
        && wanted != null
        && wanted.metrics() != null
        && wanted.metrics().contains(EventSourceMappingMetric.EVENT_COUNT)) {
      metrics.ofMapping(row.function(), row.uuid(), metric, events);
    }
  }

  /** Invokes the function of a mapping; TooManyRequestsException if it may not run now. */
  Invoker.Done invoke(MappingRow row, String payload, String traceHeader) {
    Target target = invoker.find(row.function());
    if (target.configuration().durableConfig() != null) {
      return durable.run(target, Bytes.utf8(payload), traceHeader);
    }
    return invoker.run(
        target,
        new Invoker.Request(lambda.uuid(), Bytes.utf8(payload), null, traceHeader, null, null));
  }
}
