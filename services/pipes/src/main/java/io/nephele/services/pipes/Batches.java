package io.nephele.services.pipes;

import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.pipes.CreatePipeRequest;
import io.nephele.api.pipes.PipeEnrichmentHttpParameters;
import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.targets.ApiEndpoints;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings batches through a pipe: by its enrichment to its target. */
final class Batches {
  private final PipesWorld pipes;
  private final HttpCalls http;
  private final TargetCalls calls;

  Batches(PipesWorld pipes) {
    this.pipes = pipes;
    this.http = new HttpCalls(pipes);
    this.calls = new TargetCalls(pipes, http);
  }

  /**
   * Brings a batch to the target.
   *
   * @return the ids of those that the target did not take
   * @throws AwsException if it took none
   */
  Set<String> run(PipeRow row, List<Item> items) {
    CreatePipeRequest pipe = row.request();
    PipeLog log = new PipeLog(pipes, row, pipe.logConfiguration());
    count(row, "Invocations", 1);
    log.add("INFO", "EXECUTION_STARTED", items, null);
    try {
      Set<String> failed = run(row, pipe, items, log);
      log.add(
          failed.isEmpty() ? "INFO" : "ERROR",
          failed.isEmpty() ? "EXECUTION_SUCCEEDED" : "EXECUTION_PARTIALLY_FAILED",
          items,
          null);
      return failed;
    } catch (AwsException e) {
      count(row, "ExecutionFailed", 1);
      log.add("ERROR", "EXECUTION_FAILED", items, e);
      throw e;
    } finally {
      log.deliver();
    }
  }

  private Set<String> run(PipeRow row, CreatePipeRequest pipe, List<Item> items, PipeLog log) {
    Targets.Caller caller = pipes.caller(row);
    if (pipe.enrichment() == null || pipe.enrichment().isEmpty()) {
      return failures(row, target(row, pipe, items, caller, log), items);
    }
    List<Item> enriched = enrichment(row, pipe, items, caller, log);
    if (!enriched.isEmpty() && !target(row, pipe, enriched, caller, log).isEmpty()) {
      // Which of the source's events these were made of nobody knows.
      throw AwsException.server("PartialFailure", 500, "The target did not take all events.");
    }
    return Set.of();
  }

  private List<Item> enrichment(
      PipeRow row, CreatePipeRequest pipe, List<Item> items, Targets.Caller caller, PipeLog log) {
    log.add("INFO", "ENRICHMENT_STAGE_ENTERED", items, null);
    log.add("TRACE", "ENRICHMENT_INVOCATION_STARTED", items, null);
    try {
      List<Item> enriched = enriched(row, pipe, items, caller);
      log.add("TRACE", "ENRICHMENT_INVOCATION_SUCCEEDED", enriched, null);
      log.add("INFO", "ENRICHMENT_STAGE_SUCCEEDED", enriched, null);
      return enriched;
    } catch (AwsException e) {
      log.add("ERROR", "ENRICHMENT_INVOCATION_FAILED", items, e);
      log.add("ERROR", "ENRICHMENT_STAGE_FAILED", items, e);
      throw e;
    }
  }

  /** Names or ids of those that the target did not take. */
  private Set<String> target(
      PipeRow row, CreatePipeRequest pipe, List<Item> items, Targets.Caller caller, PipeLog log) {
    String template =
        pipe.targetParameters() == null ? null : pipe.targetParameters().inputTemplate();
    log.add("INFO", "TARGET_STAGE_ENTERED", items, null);
    log.add("TRACE", "TARGET_INVOCATION_STARTED", items, null);
    try {
      Set<String> failed = calls.send(pipe, items, filled(row, items, template), caller);
      boolean all = failed.isEmpty();
      log.add(
          all ? "TRACE" : "ERROR",
          all ? "TARGET_INVOCATION_SUCCEEDED" : "TARGET_INVOCATION_PARTIALLY_FAILED",
          items,
          null);
      log.add(
          all ? "INFO" : "ERROR",
          all ? "TARGET_STAGE_SUCCEEDED" : "TARGET_STAGE_PARTIALLY_FAILED",
          items,
          null);
      return failed;
    } catch (AwsException e) {
      log.add("ERROR", "TARGET_INVOCATION_FAILED", items, e);
      log.add("ERROR", "TARGET_STAGE_FAILED", items, e);
      throw e;
    }
  }

  private Set<String> failures(PipeRow row, Set<String> names, List<Item> items) {
    if (names.isEmpty()) {
      return Set.of();
    }
    count(row, "ExecutionPartiallyFailed", 1);
    Set<String> failed = new HashSet<>();
    for (Item item : items) {
      if (names.contains(item.id()) || item.names().stream().anyMatch(names::contains)) {
        failed.add(item.id());
      }
    }
    return failed;
  }

  /** What the enrichment makes of a batch. */
  private List<Item> enriched(
      PipeRow row, CreatePipeRequest pipe, List<Item> items, Targets.Caller caller) {
    String template =
        pipe.enrichmentParameters() == null ? null : pipe.enrichmentParameters().inputTemplate();
    List<String> inputs = filled(row, items, template);
    List<Item> enriched = new ArrayList<>();
    Arn enrichment = Arn.parse(pipe.enrichment());
    if (HttpCalls.is(enrichment)) {
      for (int i = 0; i < items.size(); i++) {
        String body = http.call(enrichment, parameters(pipe, items.get(i)), inputs.get(i), caller);
        addAll(enriched, body.isBlank() ? null : JsonText.parse(body));
      }
      return enriched;
    }
    InvocationResponse answer =
        pipes.targets().answerOf(pipe.enrichment(), TargetCalls.array(inputs), caller);
    if (answer.functionError() != null) {
      throw AwsException.server("EnrichmentFailed", 500, "The enrichment failed.");
    }
    addAll(enriched, answer.payload() == null ? null : JsonText.parse(answer.payload().utf8()));
    return enriched;
  }

  private static ApiEndpoints.Parameters parameters(CreatePipeRequest pipe, Item item) {
    PipeEnrichmentHttpParameters given =
        pipe.enrichmentParameters() == null ? null : pipe.enrichmentParameters().httpParameters();
    return given == null
        ? ApiEndpoints.Parameters.NONE
        : HttpCalls.parameters(
            given.pathParameterValues(),
            given.headerParameters(),
            given.queryStringParameters(),
            item);
  }

  private void addAll(List<Item> enriched, Object value) {
    if (value instanceof List<?> list) {
      list.forEach(each -> add(enriched, each));
    } else {
      add(enriched, value);
    }
  }

  /** Adds an event unless there is nothing in it. */
  @SuppressWarnings("unchecked") // objects of JSON have texts as names
  private void add(List<Item> enriched, Object value) {
    if (value == null
        || value == JsonText.MALFORMED
        || "".equals(value)
        || value instanceof Map<?, ?> map && map.isEmpty()) {
      return;
    }
    Map<String, Object> event =
        value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of("value", value);
    enriched.add(new Item(pipes.world().ids().uuid().toString(), Set.of(), event, event, null));
  }

  /** The inputs of the events of a batch. */
  private List<String> filled(PipeRow row, List<Item> items, String template) {
    List<String> inputs = new ArrayList<>(items.size());
    for (Item item : items) {
      inputs.add(
          template == null || template.isEmpty()
              ? JsonText.write(item.event())
              : Templates.fill(template, item, known(row, item)));
    }
    return inputs;
  }

  private Map<String, Object> known(PipeRow row, Item item) {
    CreatePipeRequest pipe = row.request();
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("aws.pipes.pipe-arn", row.arn());
    known.put("aws.pipes.pipe-name", row.name());
    known.put("aws.pipes.source-arn", pipe.source());
    known.put("aws.pipes.enrichment-arn", pipe.enrichment());
    known.put("aws.pipes.target-arn", pipe.target());
    known.put("aws.pipes.event.ingestion-time", pipes.now().toString());
    known.put("aws.pipes.event", item.event());
    known.put("aws.pipes.event.json", item.seen());
    return known;
  }

  void count(PipeRow row, String metric, int number) {
    pipes
        .world()
        .metrics()
        .record(
            new MetricKey(
                row.accountId(),
                row.region(),
                "AWS/EventBridge/Pipes",
                metric,
                Map.of("PipeName", row.name()),
                "Count"),
            number);
  }
}
