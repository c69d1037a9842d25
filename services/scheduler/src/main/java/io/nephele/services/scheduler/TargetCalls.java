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
import io.nephele.api.sqs.Sqs;
import io.nephele.core.arn.Arn;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.time.Instant;
import java.util.List;

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
    Aim aim = plan.aim();
    return new Targets.Caller(scheduler.session(aim.role(), plan.row().region()), aim.origin());
  }

  /**
   * Calls a schedule's target.
   *
   * @throws AwsException what the target answers if it does not take the call
   */
  void send(Plan plan, Attempt attempt) {
    Aim aim = plan.aim();
    Target target = aim.target();
    Arn arn = aim.arn();
    Targets.Caller caller = caller(plan);
    String input = aim.input(plan, attempt);
    switch (arn.service()) {
      case "scheduler" -> universal.call(aim.request(input), plan.row().region(), caller);
      case "lambda" -> targets.function(target.arn(), input, caller);
      case "sqs" -> targets.call(Sqs.SendMessage, aim.message(input), arn, caller);
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
