package io.nephele.services.scheduler;

import io.nephele.api.scheduler.Target;
import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import java.util.Set;

/** What a schedule's target has to be. */
final class TargetRules {
  private static final Set<String> SERVED =
      Set.of(
          "lambda",
          "sqs",
          "sns",
          "kinesis",
          "firehose",
          "events",
          "states",
          "codebuild",
          "codepipeline");

  private TargetRules() {}

  static AwsException unsupported(String arn) {
    return SchedulerErrors.notImplemented("targets such as " + arn + " yet");
  }

  /** Refuses a target that could never be called. */
  static void check(Target target) {
    Arn arn = Arn.parse(target.arn());
    if (arn == null) {
      throw SchedulerErrors.validation("Provided Arn is not in correct format.");
    }
    checkParameters(target, arn);
    if (target.deadLetterConfig() != null && target.deadLetterConfig().arn() != null) {
      Arn queue = Arn.parse(target.deadLetterConfig().arn());
      if (queue == null || !queue.service().equals("sqs") || queue.resource().endsWith(".fifo")) {
        throw SchedulerErrors.validation(
            "The dead-letter queue has to be a standard Amazon SQS queue.");
      }
    }
    if (UniversalTargets.is(arn)) {
      UniversalTargets.check(target);
      return;
    }
    if (!SERVED.contains(arn.service())) {
      throw unsupported(target.arn());
    }
    if (arn.service().equals("events") && !arn.resource().startsWith("event-bus/")) {
      throw SchedulerErrors.validation("Provided Arn is not in correct format.");
    }
    boolean json =
        arn.service().equals("lambda")
            || arn.service().equals("events")
            || arn.service().equals("states");
    if (json && target.input() != null && JsonText.parse(target.input()) == JsonText.MALFORMED) {
      throw SchedulerErrors.validation("Invalid Input provided. Reason Malformed JSON.");
    }
  }

  private static void checkParameters(Target target, Arn arn) {
    only("EcsParameters", target.ecsParameters(), "ecs", arn);
    only("SageMakerPipelineParameters", target.sageMakerPipelineParameters(), "sagemaker", arn);
    only("EventBridgeParameters", target.eventBridgeParameters(), "events", arn);
    only("KinesisParameters", target.kinesisParameters(), "kinesis", arn);
    only("SqsParameters", target.sqsParameters(), "sqs", arn);
    if (arn.service().equals("events") && target.eventBridgeParameters() == null) {
      throw missing("EventBridgeParameters", "EventBridge");
    }
    if (arn.service().equals("kinesis") && target.kinesisParameters() == null) {
      throw missing("KinesisParameters", "Kinesis");
    }
    boolean ordered = arn.service().equals("sqs") && arn.resource().endsWith(".fifo");
    if (ordered
        && (target.sqsParameters() == null || target.sqsParameters().messageGroupId() == null)) {
      throw missing("SqsParameters with a MessageGroupId", "SQS FIFO");
    }
  }

  private static void only(String name, Object parameters, String service, Arn target) {
    if (parameters != null && !target.service().equals(service)) {
      throw SchedulerErrors.validation(
          name + " cannot be specified for the target " + target + ".");
    }
  }

  private static AwsException missing(String name, String kind) {
    return SchedulerErrors.validation(name + " must be specified for " + kind + " targets.");
  }
}
