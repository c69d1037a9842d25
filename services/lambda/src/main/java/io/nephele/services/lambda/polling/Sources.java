package io.nephele.services.lambda.polling;

import io.nephele.api.lambda.EventSourceMappingMetric;
import io.nephele.api.lambda.EventSourceMappingMetricsConfig;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.ApiOperation;
import io.nephele.model.Bytes;
import io.nephele.model.View;
import io.nephele.services.lambda.async.Deliverer;
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
    Deliverer deliverer,
    FunctionMetrics metrics) {
  /** Calls the source of a mapping. */
  <I extends View, O extends View> O call(MappingRow row, ApiOperation<I, O> operation, I request) {
    FunctionRef ref = row.function();
    Principal session = roles.session(role(row), ref);
    Region region = Regions.find(row.source().region());
    Origin origin = Origin.service(LambdaWorld.PRINCIPAL, ref.unqualifiedArn());
    return lambda.world().call(operation, request, session, region, origin);
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
    return invoker.run(
        target,
        new Invoker.Request(lambda.uuid(), Bytes.utf8(payload), null, traceHeader, null, null));
  }
}
