package io.nephele.services.pipes;

import io.nephele.api.events.Events;
import io.nephele.api.events.PutEventsRequest;
import io.nephele.api.events.PutEventsRequestEntry;
import io.nephele.api.events.PutEventsResponse;
import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.pipes.CreatePipeRequest;
import io.nephele.api.pipes.PipeTargetEventBridgeEventBusParameters;
import io.nephele.api.pipes.PipeTargetHttpParameters;
import io.nephele.api.pipes.PipeTargetParameters;
import io.nephele.api.stepfunctions.StartSyncExecutionInput;
import io.nephele.api.stepfunctions.StartSyncExecutionOutput;
import io.nephele.api.stepfunctions.Stepfunctions;
import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import io.nephele.core.targets.ApiEndpoints;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls the targets of pipes, each kind in its own way. */
final class TargetCalls {
  private static final String LATER = "FIRE_AND_FORGET";

  private final PipesWorld pipes;
  private final HttpCalls http;

  TargetCalls(PipesWorld pipes, HttpCalls http) {
    this.pipes = pipes;
    this.http = http;
  }

  /** The error of targets that are of no known kind. */
  static AwsException unsupported(String arn) {
    return PipesErrors.notImplemented("targets such as " + arn + " yet");
  }

  /**
   * Gives events to the target.
   *
   * @param inputs what is given of each item
   * @return names or ids of those that failed
   * @throws AwsException if all failed
   */
  Set<String> send(
      CreatePipeRequest pipe, List<Item> items, List<String> inputs, Targets.Caller caller) {
    PipeTargetParameters parameters =
        pipe.targetParameters() == null ? new PipeTargetParameters() : pipe.targetParameters();
    Arn arn = Arn.parse(pipe.target());
    if (arn.service().equals("lambda")) {
      return function(pipe.target(), parameters, array(inputs), caller);
    }
    if (arn.service().equals("states")) {
      return stateMachine(arn, parameters, array(inputs), caller);
    }
    Set<String> failed = new HashSet<>();
    AwsException last = null;
    for (int i = 0; i < items.size(); i++) {
      try {
        one(pipe, arn, parameters, items.get(i), inputs.get(i), caller);
      } catch (AwsException e) {
        failed.add(items.get(i).id());
        last = e;
      }
    }
    if (failed.size() == items.size() && last != null) {
      throw last;
    }
    return failed;
  }

  private void one(
      CreatePipeRequest pipe,
      Arn arn,
      PipeTargetParameters parameters,
      Item item,
      String input,
      Targets.Caller caller) {
    Targets targets = pipes.targets();
    String target = arn.toString();
    switch (arn.service()) {
      case "sqs" -> targets.queue(target, input, options(parameters, item), caller);
      case "sns" -> targets.topic(target, input, caller);
      case "kinesis" ->
          targets.stream(
              target,
              input,
              Templates.parameter(parameters.kinesisStreamParameters().partitionKey(), item),
              caller);
      case "firehose" -> targets.deliveryStream(target, input, caller);
      case "events" -> {
        if (HttpCalls.is(arn)) {
          http.call(arn, http(parameters, item), input, caller);
        } else {
          putEvent(pipe, arn, parameters, item, input, caller);
        }
      }
      case "logs" ->
          targets.logGroup(
              target,
              Templates.parameter(parameters.cloudWatchLogsParameters().logStreamName(), item),
              time(parameters.cloudWatchLogsParameters().timestamp(), item),
              input,
              caller);
      default -> throw unsupported(target);
    }
  }

  private static ApiEndpoints.Parameters http(PipeTargetParameters parameters, Item item) {
    PipeTargetHttpParameters given = parameters.httpParameters();
    return given == null
        ? ApiEndpoints.Parameters.NONE
        : HttpCalls.parameters(
            given.pathParameterValues(),
            given.headerParameters(),
            given.queryStringParameters(),
            item);
  }

  /** The inputs of a batch as one JSON array. */
  static String array(List<String> inputs) {
    StringBuilder array = new StringBuilder("[");
    for (String input : inputs) {
      if (array.length() > 1) {
        array.append(',');
      }
      boolean json = JsonText.parse(input) != JsonText.MALFORMED;
      array.append(json ? input : JsonText.write(input));
    }
    return array.append(']').toString();
  }

  private Set<String> function(
      String target, PipeTargetParameters parameters, String payload, Targets.Caller caller) {
    boolean later =
        parameters.lambdaFunctionParameters() != null
            && LATER.equals(parameters.lambdaFunctionParameters().invocationType());
    if (later) {
      pipes.targets().function(target, payload, caller);
      return Set.of();
    }
    InvocationResponse answer = pipes.targets().answerOf(target, payload, caller);
    if (answer.functionError() != null) {
      throw AwsException.server("TargetFailed", 500, "The target's function failed.");
    }
    return reported(answer.payload() == null ? null : answer.payload().utf8());
  }

  private Set<String> stateMachine(
      Arn arn, PipeTargetParameters parameters, String input, Targets.Caller caller) {
    boolean later =
        parameters.stepFunctionStateMachineParameters() != null
            && LATER.equals(parameters.stepFunctionStateMachineParameters().invocationType());
    if (later) {
      pipes.targets().stateMachine(arn.toString(), input, caller);
      return Set.of();
    }
    StartSyncExecutionOutput answer =
        pipes
            .targets()
            .call(
                Stepfunctions.StartSyncExecution,
                new StartSyncExecutionInput().stateMachineArn(arn.toString()).input(input),
                arn,
                caller);
    if (!"SUCCEEDED".equals(answer.status())) {
      throw AwsException.server("TargetFailed", 500, "The target's execution failed.");
    }
    return reported(answer.output());
  }

  /** The events that a target says it could not do. */
  private static Set<String> reported(String answer) {
    Set<String> failed = new HashSet<>();
    if (answer != null
        && JsonText.parse(answer) instanceof Map<?, ?> map
        && map.get("batchItemFailures") instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> each && each.get("itemIdentifier") instanceof String name) {
          failed.add(name);
        } else {
          throw AwsException.server("TargetFailed", 500, "The target's answer is not valid.");
        }
      }
    }
    return failed;
  }

  private static Targets.MessageOptions options(PipeTargetParameters parameters, Item item) {
    return parameters.sqsQueueParameters() == null
        ? Targets.MessageOptions.NONE
        : new Targets.MessageOptions(
            Templates.parameter(parameters.sqsQueueParameters().messageGroupId(), item),
            Templates.parameter(parameters.sqsQueueParameters().messageDeduplicationId(), item),
            Map.of());
  }

  private void putEvent(
      CreatePipeRequest pipe,
      Arn bus,
      PipeTargetParameters parameters,
      Item item,
      String input,
      Targets.Caller caller) {
    PipeTargetEventBridgeEventBusParameters told = parameters.eventBridgeEventBusParameters();
    PutEventsRequestEntry entry =
        new PutEventsRequestEntry()
            .eventBusName(bus.toString())
            .source(
                told == null || told.source() == null
                    ? "Pipe " + pipe.name()
                    : Templates.parameter(told.source(), item))
            .detailType(
                told == null || told.detailType() == null
                    ? "Event from aws:" + item.event().getOrDefault("eventSource", "pipes")
                    : Templates.parameter(told.detailType(), item))
            .detail(input);
    if (told != null && told.resources() != null) {
      entry.resources(
          told.resources().stream().map(each -> Templates.parameter(each, item)).toList());
    }
    if (told != null && told.time() != null) {
      entry.time(time(told.time(), item));
    }
    PutEventsResponse response =
        pipes
            .targets()
            .call(Events.PutEvents, new PutEventsRequest().entries(List.of(entry)), bus, caller);
    if (response.failedEntryCount() != null && response.failedEntryCount() > 0) {
      throw AwsException.server(
          response.entries().getFirst().errorCode(),
          500,
          response.entries().getFirst().errorMessage());
    }
  }

  /** The time at a path of the event; now where there is none. */
  private Instant time(String path, Item item) {
    String text = Templates.parameter(path, item);
    if (text != null) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        try {
          long number = Long.parseLong(text);
          return number < 100_000_000_000L
              ? Instant.ofEpochSecond(number)
              : Instant.ofEpochMilli(number);
        } catch (NumberFormatException other) {
          // It is no time.
        }
      }
    }
    return pipes.now();
  }
}
