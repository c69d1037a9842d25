package io.nephele.services.pipes;

import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.pipes.CreatePipeRequest;
import io.nephele.core.json.JsonText;
import io.nephele.core.metrics.MetricKey;
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
  private final TargetCalls calls;

  Batches(PipesWorld pipes) {
    this.pipes = pipes;
    this.calls = new TargetCalls(pipes);
  }

  /**
   * Brings a batch to the target.
   *
   * @return the ids of those that the target did not take
   * @throws AwsException if it took none
   */
  Set<String> run(PipeRow row, List<Item> items) {
    CreatePipeRequest pipe = row.request();
    count(row, "Invocations", 1);
    try {
      Targets.Caller caller = pipes.caller(row);
      String template =
          pipe.targetParameters() == null ? null : pipe.targetParameters().inputTemplate();
      if (pipe.enrichment() == null || pipe.enrichment().isEmpty()) {
        return failures(row, calls.send(pipe, items, filled(row, items, template), caller), items);
      }
      List<Item> enriched = enriched(row, pipe, items, caller);
      if (!enriched.isEmpty()
          && !calls.send(pipe, enriched, filled(row, enriched, template), caller).isEmpty()) {
        // Which of the source's events these were made of nobody knows.
        throw AwsException.server("PartialFailure", 500, "The target did not take all events.");
      }
      return Set.of();
    } catch (AwsException e) {
      count(row, "ExecutionFailed", 1);
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
    InvocationResponse answer =
        pipes
            .targets()
            .answerOf(pipe.enrichment(), TargetCalls.array(filled(row, items, template)), caller);
    if (answer.functionError() != null) {
      throw AwsException.server("EnrichmentFailed", 500, "The enrichment failed.");
    }
    Object value = answer.payload() == null ? null : JsonText.parse(answer.payload().utf8());
    List<Item> enriched = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(each -> add(enriched, each));
    } else {
      add(enriched, value);
    }
    return enriched;
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
