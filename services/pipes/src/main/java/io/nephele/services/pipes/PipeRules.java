package io.nephele.services.pipes;

import io.nephele.api.pipes.CreatePipeRequest;
import io.nephele.api.pipes.PipeLogConfigurationParameters;
import io.nephele.api.pipes.PipeSourceParameters;
import io.nephele.api.pipes.PipeTargetParameters;
import io.nephele.core.arn.Arn;
import java.util.Set;

/** What a pipe has to be. */
final class PipeRules {
  private static final Set<String> TARGETS =
      Set.of("lambda", "sqs", "sns", "kinesis", "firehose", "events", "states", "logs");

  private PipeRules() {}

  /** Refuses a pipe that could never work, or that asks for what is not there yet. */
  static void check(CreatePipeRequest in) {
    if (in.kmsKeyIdentifier() != null && !in.kmsKeyIdentifier().isEmpty()) {
      throw PipesErrors.notImplemented("KmsKeyIdentifier of pipes yet");
    }
    checkLogs(in.logConfiguration());
    checkSource(in);
    checkEnrichment(in);
    checkTarget(in);
  }

  private static void checkLogs(PipeLogConfigurationParameters logs) {
    if (logs == null || "OFF".equals(logs.level())) {
      return;
    }
    if (logs.cloudwatchLogsLogDestination() == null
        && logs.firehoseLogDestination() == null
        && logs.s3LogDestination() == null) {
      throw PipesErrors.validation("A pipe that logs needs a log destination.");
    }
    if (logs.s3LogDestination() != null
        && logs.s3LogDestination().outputFormat() != null
        && !"json".equals(logs.s3LogDestination().outputFormat())) {
      throw PipesErrors.notImplemented("logs of pipes in S3 in other formats than json yet");
    }
  }

  private static void checkSource(CreatePipeRequest in) {
    Arn source = Arn.parse(in.source());
    PipeSourceParameters parameters = in.sourceParameters();
    if (source == null) {
      throw PipesErrors.notImplemented("sources such as " + in.source() + " yet");
    }
    if (parameters != null) {
      Filters.check(parameters.filterCriteria());
      only("SqsQueueParameters", parameters.sqsQueueParameters(), "sqs", source);
      only("KinesisStreamParameters", parameters.kinesisStreamParameters(), "kinesis", source);
      only("DynamoDBStreamParameters", parameters.dynamoDBStreamParameters(), "dynamodb", source);
    }
    switch (source.service()) {
      case "sqs" -> {
        // Needs no parameters.
      }
      case "kinesis" -> {
        if (parameters == null || parameters.kinesisStreamParameters() == null) {
          throw missing("KinesisStreamParameters");
        }
        boolean timed =
            "AT_TIMESTAMP".equals(parameters.kinesisStreamParameters().startingPosition());
        if (timed != (parameters.kinesisStreamParameters().startingPositionTimestamp() != null)) {
          throw PipesErrors.validation(
              "StartingPositionTimestamp goes with the StartingPosition AT_TIMESTAMP.");
        }
      }
      case "dynamodb" -> {
        if (!source.resource().contains("/stream/")) {
          throw PipesErrors.validation("Provided source is not the ARN of a stream of a table.");
        }
        if (parameters == null || parameters.dynamoDBStreamParameters() == null) {
          throw missing("DynamoDBStreamParameters");
        }
      }
      default -> throw PipesErrors.notImplemented("sources such as " + in.source() + " yet");
    }
  }

  private static void checkEnrichment(CreatePipeRequest in) {
    if (in.enrichment() == null || in.enrichment().isEmpty()) {
      return;
    }
    Arn enrichment = Arn.parse(in.enrichment());
    if (enrichment != null && HttpCalls.is(enrichment)) {
      return;
    }
    if (enrichment == null || !enrichment.service().equals("lambda")) {
      throw PipesErrors.notImplemented("enrichments such as " + in.enrichment() + " yet");
    }
    if (in.enrichmentParameters() != null && in.enrichmentParameters().httpParameters() != null) {
      throw PipesErrors.validation("HttpParameters cannot be specified for a function.");
    }
  }

  private static void checkTarget(CreatePipeRequest in) {
    Arn target = Arn.parse(in.target());
    if (target == null) {
      throw PipesErrors.validation("Provided target is not an ARN.");
    }
    boolean served =
        TARGETS.contains(target.service())
            && (!target.service().equals("events")
                || target.resource().startsWith("event-bus/")
                || HttpCalls.is(target));
    if (!served) {
      throw TargetCalls.unsupported(in.target());
    }
    PipeTargetParameters of =
        in.targetParameters() == null ? new PipeTargetParameters() : in.targetParameters();
    only("LambdaFunctionParameters", of.lambdaFunctionParameters(), "lambda", target);
    only("SqsQueueParameters", of.sqsQueueParameters(), "sqs", target);
    only("KinesisStreamParameters", of.kinesisStreamParameters(), "kinesis", target);
    only("EventBridgeEventBusParameters", of.eventBridgeEventBusParameters(), "events", target);
    only("CloudWatchLogsParameters", of.cloudWatchLogsParameters(), "logs", target);
    only(
        "StepFunctionStateMachineParameters",
        of.stepFunctionStateMachineParameters(),
        "states",
        target);
    if (!HttpCalls.is(target)) {
      only("HttpParameters", of.httpParameters(), "execute-api", target);
    }
    only("BatchJobParameters", of.batchJobParameters(), "batch", target);
    only("EcsTaskParameters", of.ecsTaskParameters(), "ecs", target);
    only("RedshiftDataParameters", of.redshiftDataParameters(), "redshift", target);
    only("SageMakerPipelineParameters", of.sageMakerPipelineParameters(), "sagemaker", target);
    only("TimestreamParameters", of.timestreamParameters(), "timestream", target);
    if (target.service().equals("kinesis") && of.kinesisStreamParameters() == null) {
      throw missing("KinesisStreamParameters");
    }
    if (target.service().equals("logs")
        && (of.cloudWatchLogsParameters() == null
            || of.cloudWatchLogsParameters().logStreamName() == null)) {
      throw missing("CloudWatchLogsParameters with a LogStreamName");
    }
    if (of.eventBridgeEventBusParameters() != null
        && of.eventBridgeEventBusParameters().endpointId() != null) {
      throw PipesErrors.notImplemented("global endpoints of EventBridge yet");
    }
    boolean ordered = target.service().equals("sqs") && target.resource().endsWith(".fifo");
    if (ordered
        && (of.sqsQueueParameters() == null || of.sqsQueueParameters().messageGroupId() == null)) {
      throw missing("SqsQueueParameters with a MessageGroupId");
    }
  }

  private static void only(String name, Object parameters, String service, Arn arn) {
    if (parameters != null && !arn.service().equals(service)) {
      throw PipesErrors.validation(name + " cannot be specified for " + arn + ".");
    }
  }

  private static RuntimeException missing(String name) {
    return PipesErrors.validation("Missing required parameter " + name + ".");
  }
}
