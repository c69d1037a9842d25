package io.nephele.services.lambda.invoke;

import io.nephele.api.xray.PutTraceSegmentsRequest;
import io.nephele.api.xray.Xray;
import io.nephele.core.call.Origin;
import io.nephele.core.ids.Ids;
import io.nephele.core.json.JsonText;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import io.nephele.services.lambda.environments.Outcome;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells X-Ray of invocations that are traced: a segment of the service and one of the function,
 * which the function's program continues. What X-Ray or the role refuses is lost.
 */
final class Segments {
  private static final System.Logger LOG = new LazyLogger(Segments.class);

  private final LambdaWorld lambda;
  private final ExecutionRoles roles;

  Segments(LambdaWorld lambda, ExecutionRoles roles) {
    this.lambda = lambda;
    this.roles = roles;
  }

  /**
   * Sends the segments of an invocation, on a thread of its own.
   *
   * @param before the trace as it came
   * @param functionSegment the id of the function's segment, which its program was told
   */
  void send(
      Target target,
      TraceHeader before,
      String functionSegment,
      String requestId,
      Instant begun,
      Outcome outcome) {
    Instant ended = lambda.now();
    lambda
        .world()
        .clock()
        .start(
            "segments of " + target.ref().name(),
            () ->
                send(
                    target,
                    documents(target, before, functionSegment, requestId, begun, ended, outcome)));
  }

  private void send(Target target, List<String> documents) {
    FunctionRef ref = target.ref();
    try {
      lambda
          .world()
          .call(
              Xray.PutTraceSegments,
              new PutTraceSegmentsRequest().traceSegmentDocuments(documents),
              roles.session(target.configuration().role(), ref),
              Regions.find(ref.region()),
              Origin.service(LambdaWorld.PRINCIPAL, ref.unqualifiedArn()));
    } catch (AwsException e) {
      LOG.log(System.Logger.Level.DEBUG, "No trace of {0}: {1}", ref.arn(), e.getMessage());
    }
  }

  private List<String> documents(
      Target target,
      TraceHeader before,
      String functionSegment,
      String requestId,
      Instant begun,
      Instant ended,
      Outcome outcome) {
    Ids ids = lambda.world().ids();
    String serviceSegment = ids.hex(16);
    Map<String, Object> service =
        segment(target, before.root(), serviceSegment, before.parent(), begun, ended);
    service.put("origin", "AWS::Lambda");
    service.put("resource_arn", target.ref().arn());
    service.put("aws", Map.of("request_id", requestId));
    service.put("http", Map.of("response", Map.of("status", 200)));
    Map<String, Object> function =
        segment(target, before.root(), functionSegment, serviceSegment, begun, ended);
    function.put("origin", "AWS::Lambda::Function");
    Map<String, Object> aws = new LinkedHashMap<>();
    aws.put("account_id", target.ref().accountId());
    aws.put("function_arn", target.ref().unqualifiedArn());
    aws.put("resource_names", List.of(target.ref().name()));
    aws.put("request_id", requestId);
    function.put("aws", aws);
    if (outcome.error() != null) {
      service.put("error", true);
      function.put("fault", true);
    }
    return List.of(JsonText.write(service), JsonText.write(function));
  }

  private static Map<String, Object> segment(
      Target target, String trace, String id, String parent, Instant begun, Instant ended) {
    Map<String, Object> segment = new LinkedHashMap<>();
    segment.put("name", target.ref().name());
    segment.put("id", id);
    segment.put("trace_id", trace);
    if (parent != null) {
      segment.put("parent_id", parent);
    }
    segment.put("start_time", BigDecimal.valueOf(begun.toEpochMilli(), 3));
    segment.put("end_time", BigDecimal.valueOf(ended.toEpochMilli(), 3));
    return segment;
  }
}
