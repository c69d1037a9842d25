package io.nephele.services.events;

import io.nephele.api.batch.Batch;
import io.nephele.api.batch.SubmitJobRequest;
import io.nephele.api.codebuild.Codebuild;
import io.nephele.api.codebuild.StartBuildInput;
import io.nephele.api.codepipeline.Codepipeline;
import io.nephele.api.codepipeline.StartPipelineExecutionInput;
import io.nephele.api.events.Events;
import io.nephele.api.events.Target;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import io.nephele.policy.ConditionKeys;
import java.time.Instant;
import java.util.Map;

/** Gives events to targets, each kind in its own way. */
final class TargetCalls {
  private static final String API_DESTINATION = "api-destination/";

  private final EventsWorld events;
  private final ApiCalls apiCalls;
  private Routing routing;

  TargetCalls(EventsWorld events, ApiCalls apiCalls) {
    this.events = events;
    this.apiCalls = apiCalls;
  }

  /** Says what takes events for other buses; it stands on this. */
  void forwardTo(Routing others) {
    this.routing = others;
  }

  /**
   * Gives an event to a target.
   *
   * @throws AwsException what the target answers if it does not take it
   */
  void send(Rule rule, Target target, Event event) {
    Arn arn = Arn.parse(target.arn());
    Targets targets = events.targets();
    String input = TargetInput.of(target, rule, event);
    switch (arn.service()) {
      case "lambda" -> targets.function(target.arn(), input, asService(rule));
      case "sqs" -> targets.queue(target.arn(), input, options(target), caller(rule, target));
      case "sns" -> targets.topic(target.arn(), input, caller(rule, target));
      case "kinesis" ->
          targets.stream(target.arn(), input, partitionKey(target, event), caller(rule, target));
      case "firehose" -> targets.deliveryStream(target.arn(), input, caller(rule, target));
      case "states" -> targets.stateMachine(target.arn(), input, caller(rule, target));
      case "logs" -> {
        LogLine line = LogLine.of(target, input, Instant.ofEpochMilli(events.now()));
        targets.logGroup(target.arn(), event.id(), line.time(), line.message(), asService(rule));
      }
      case "codebuild" ->
          targets.call(
              Codebuild.StartBuild,
              new StartBuildInput().projectName(afterSlash(arn)),
              arn,
              caller(rule, target));
      case "codepipeline" ->
          targets.call(
              Codepipeline.StartPipelineExecution,
              new StartPipelineExecutionInput().name(arn.resource()),
              arn,
              caller(rule, target));
      case "batch" ->
          targets.call(
              Batch.SubmitJob,
              new SubmitJobRequest()
                  .jobQueue(target.arn())
                  .jobName(target.batchParameters().jobName())
                  .jobDefinition(target.batchParameters().jobDefinition()),
              arn,
              caller(rule, target));
      case "events" -> {
        if (arn.resource().startsWith(API_DESTINATION)) {
          apiCalls.send(arn, target, input, caller(rule, target));
        } else {
          forward(rule, target, arn, event);
        }
      }
      case "schemas" -> new Discoveries(targets).tell(event, arn, asService(rule));
      default -> throw unsupported(target.arn());
    }
  }

  /** The error of targets that are of no known kind. */
  static AwsException unsupported(String arn) {
    return EventsErrors.notImplemented("targets such as " + arn + " yet");
  }

  private static String afterSlash(Arn arn) {
    return arn.resource().substring(arn.resource().indexOf('/') + 1);
  }

  private static Targets.MessageOptions options(Target target) {
    return target.sqsParameters() == null
        ? Targets.MessageOptions.NONE
        : new Targets.MessageOptions(target.sqsParameters().messageGroupId(), null, Map.of());
  }

  private static String partitionKey(Target target, Event event) {
    String path =
        target.kinesisParameters() == null ? null : target.kinesisParameters().partitionKeyPath();
    String found = path == null ? null : TargetInput.valueAt(path, event);
    return found == null ? event.id() : found;
  }

  private Targets.Caller caller(Rule rule, Target target) {
    return target.roleArn() == null
        ? asService(rule)
        : new Targets.Caller(role(rule, target), origin(rule));
  }

  private Principal role(Rule rule, Target target) {
    return events
        .roles()
        .assume(
            new AssumedRoles.Wanted(
                target.roleArn(),
                EventsWorld.PRINCIPAL,
                rule.accountId(),
                rule.arn(),
                "Events-Rule-" + rule.name()),
            Regions.find(rule.region()));
  }

  private static Targets.Caller asService(Rule rule) {
    return new Targets.Caller(
        Principal.service(EventsWorld.PRINCIPAL, rule.accountId()), origin(rule));
  }

  private static Origin origin(Rule rule) {
    return Origin.service(EventsWorld.PRINCIPAL, rule.arn());
  }

  /**
   * Gives an event to another bus as it is. Who may is decided as if the rule's account, or the
   * target's role, put it there.
   */
  private void forward(Rule rule, Target target, Arn arn, Event event) {
    EventsWorld.BusName bus = new EventsWorld.BusName(arn.account(), arn.region(), afterSlash(arn));
    Region region = Regions.find(rule.region());
    Principal principal =
        target.roleArn() == null
            ? Principal.root(region.partition(), rule.accountId())
            : role(rule, target);
    Call call =
        new Call(
            Events.PutEvents.model(),
            Events.PutEvents.model().service().protocols().getFirst(),
            principal,
            Regions.find(arn.region()),
            origin(rule),
            event.id(),
            events.world().clock().now());
    AwsException denial =
        events
            .world()
            .access()
            .authorize(call, "events:PutEvents", target.arn(), ConditionKeys.builder().build())
            .denial();
    if (denial != null) {
      throw denial;
    }
    if (events.read(reader -> events.bus(reader, bus)) == null) {
      throw EventsErrors.noBus(bus.name());
    }
    routing.accept(bus, event.forwarded());
  }
}
