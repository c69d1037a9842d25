package io.nephele.services.lambda.polling;

import io.nephele.services.lambda.async.Deliverer;
import io.nephele.services.lambda.durable.DurableFunctions;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.invoke.Running;
import io.nephele.services.lambda.mappings.Mappings;
import io.nephele.services.lambda.mappings.SourceKind;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.EnumMap;
import java.util.Map;

/** Puts the pollers of a world together. */
public final class Polling {
  private Polling() {}

  /** The pollers of a world. */
  public static Pollers of(
      LambdaWorld lambda,
      Mappings mappings,
      ExecutionRoles roles,
      Running running,
      DurableFunctions durable,
      Deliverer deliverer) {
    Sources sources =
        new Sources(
            lambda, mappings, roles, running.invoker(), durable, deliverer, running.metrics());
    Map<SourceKind, Poller> pollers = new EnumMap<>(SourceKind.class);
    pollers.put(SourceKind.SQS, new QueuePoller(sources));
    StreamPoller streams = new StreamPoller(sources, new StreamSource(sources));
    pollers.put(SourceKind.KINESIS, streams);
    pollers.put(SourceKind.DYNAMODB, streams);
    return new Pollers(lambda, mappings, pollers);
  }
}
