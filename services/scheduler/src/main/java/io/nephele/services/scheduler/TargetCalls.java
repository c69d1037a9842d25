package io.nephele.services.scheduler;

import io.nephele.api.codebuild.Codebuild;
import io.nephele.api.codebuild.StartBuildInput;
import io.nephele.api.codepipeline.Codepipeline;
import io.nephele.api.codepipeline.StartPipelineExecutionInput;
import io.nephele.api.events.Events;
import io.nephele.api.events.PutEventsRequest;
import io.nephele.api.events.PutEventsRequestEntry;
import io.nephele.api.events.PutEventsResponse;
import io.nephele.api.scheduler.Target;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Calls the targets of schedules, each kind in its own way, in the name of the schedule's role. */
final class TargetCalls {
  private final SchedulerWorld scheduler;
  private final Targets targets;
  private final UniversalTargets universal;

  TargetCalls(SchedulerWorld scheduler) {
    this.scheduler = scheduler;
    this.targets = new Targets(scheduler.world());
    this.universal = new UniversalTargets(scheduler.world());
  }

  Targets targets() {
    return targets;
  }

  /** In whose name a schedule's calls are made. */
  Targets.Caller caller(Plan plan) {
    ScheduleRow row = plan.row();
    return new Targets.Caller(
        scheduler.session(
            plan.settings().target().roleArn(), row.accountId(), row.region(), row.group()),
        Origin.service(
            SchedulerWorld.PRINCIPAL, Group.arn(row.accountId(), row.region(), row.group())));
  }

  /**
   * Calls a schedule's target.
   *
   * @throws AwsException what the target answers if it does not take the call
   */
  void send(Plan plan, Attempt attempt) {
    Target target = plan.settings().target();
    Arn arn = Arn.parse(target.arn());
    Targets.Caller caller = caller(plan);
    String input = ContextAttributes.input(plan, attempt);
    switch (arn.service()) {
      case "scheduler" -> universal.call(target, input, plan.row().region(), caller);
      case "lambda" -> targets.function(target.arn(), input, caller);
      case "sqs" -> targets.queue(target.arn(), input, options(target), caller);
      case "sns" -> targets.topic(target.arn(), input, caller);
      case "kinesis" ->
          targets.stream(target.arn(), input, target.kinesisParameters().partitionKey(), caller);
      case "firehose" -> targets.deliveryStream(target.arn(), input, caller);
      case "states" -> targets.stateMachine(target.arn(), input, caller);
      case "events" -> putEvent(target, arn, input, attempt, caller);
      case "codebuild" ->
          targets.call(
              Codebuild.StartBuild,
              new StartBuildInput()
                  .projectName(arn.resource().substring(arn.resource().indexOf('/') + 1)),
              arn,
              caller);
      case "codepipeline" ->
          targets.call(
              Codepipeline.StartPipelineExecution,
              new StartPipelineExecutionInput().name(arn.resource()),
              arn,
              caller);
      default -> throw TargetRules.unsupported(target.arn());
    }
  }

  private static Targets.MessageOptions options(Target target) {
    return target.sqsParameters() == null
        ? Targets.MessageOptions.NONE
        : new Targets.MessageOptions(target.sqsParameters().messageGroupId(), null, Map.of());
  }

  private void putEvent(
      Target target, Arn bus, String input, Attempt attempt, Targets.Caller caller) {
    PutEventsResponse response =
        targets.call(
            Events.PutEvents,
            new PutEventsRequest()
                .entries(
                    List.of(
                        new PutEventsRequestEntry()
                            .eventBusName(target.arn())
                            .source(target.eventBridgeParameters().source())
                            .detailType(target.eventBridgeParameters().detailType())
                            .time(Instant.ofEpochMilli(attempt.scheduledAt()))
                            .resources(List.of(attempt.schedule().arn()))
                            .detail(target.input() == null ? "{}" : input))),
            bus,
            caller);
    if (response.failedEntryCount() != null && response.failedEntryCount() > 0) {
      String code = response.entries().getFirst().errorCode();
      String message = response.entries().getFirst().errorMessage();
      throw code.startsWith("Internal")
          ? AwsException.server(code, 500, message)
          : AwsException.client(code, 400, message);
    }
  }
}
