package io.nephele.services.lambda.mappings;

import io.nephele.api.lambda.DestinationConfig;
import io.nephele.api.lambda.EventSourceMappingConfiguration;
import io.nephele.api.lambda.EventSourceMappingMetric;
import io.nephele.api.lambda.EventSourceMappingMetricsConfig;
import io.nephele.api.lambda.EventSourcePosition;
import io.nephele.api.lambda.FilterCriteria;
import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.OnFailure;
import io.nephele.api.lambda.ProvisionedPollerConfig;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.Structs;
import java.util.List;
import java.util.Map;

/** What mappings may be like, by the kind of their source. */
final class MappingRules {
  private static final List<String> OF_STREAMS =
      List.of(
          "StartingPosition",
          "StartingPositionTimestamp",
          "ParallelizationFactor",
          "BisectBatchOnFunctionError",
          "MaximumRecordAgeInSeconds",
          "MaximumRetryAttempts",
          "TumblingWindowInSeconds",
          "DestinationConfig");

  private static final List<String> MISSING =
      List.of(
          "Topics",
          "Queues",
          "SourceAccessConfigurations",
          "SelfManagedEventSource",
          "AmazonManagedKafkaEventSourceConfig",
          "SelfManagedKafkaEventSourceConfig",
          "DocumentDBEventSourceConfig",
          "KMSKeyArn",
          "LoggingConfig");

  private static final Map<String, String> SQS_ACTIONS =
      Map.of(
          "sqs:ReceiveMessage", "ReceiveMessage",
          "sqs:DeleteMessage", "DeleteMessage",
          "sqs:GetQueueAttributes", "GetQueueAttributes");

  private static final int LARGEST_WITHOUT_WINDOW = 10;
  private static final int LEAST_POLLERS = 2;
  private static final int USUAL_POLLERS = 200;

  private final ExecutionRoles roles;

  MappingRules(ExecutionRoles roles) {
    this.roles = roles;
  }

  /** A new configuration of what a request says, with defaults. */
  static EventSourceMappingConfiguration create(Struct in, SourceKind kind) {
    EventSourceMappingConfiguration to = new EventSourceMappingConfiguration();
    to.batchSize(kind.batchSize()).maximumBatchingWindowInSeconds(0);
    if (kind.isStream()) {
      to.parallelizationFactor(1)
          .maximumRecordAgeInSeconds(-1)
          .maximumRetryAttempts(-1)
          .bisectBatchOnFunctionError(false)
          .tumblingWindowInSeconds(0)
          .functionResponseTypes(List.of())
          .destinationConfig(new DestinationConfig().onFailure(new OnFailure()));
    }
    take(in, to);
    return to;
  }

  /** Takes what a request says. */
  static void take(Struct in, EventSourceMappingConfiguration to) {
    Structs.take(to.struct(), in);
    if (to.filterCriteria() != null
        && (to.filterCriteria().filters() == null || to.filterCriteria().filters().isEmpty())) {
      to.filterCriteria((FilterCriteria) null);
    }
    if (to.metricsConfig() != null
        && (to.metricsConfig().metrics() == null || to.metricsConfig().metrics().isEmpty())) {
      to.metricsConfig(null);
    }
    to.provisionedPollerConfig(pollers(to.provisionedPollerConfig()));
    if (to.scalingConfig() != null && to.scalingConfig().maximumConcurrency() == null) {
      to.scalingConfig(null);
    }
  }

  /** How many pollers there are, with defaults; null if nothing is said of them. */
  private static ProvisionedPollerConfig pollers(ProvisionedPollerConfig in) {
    if (in == null
        || in.minimumPollers() == null
            && in.maximumPollers() == null
            && in.pollerGroupName() == null) {
      return null;
    }
    int least = in.minimumPollers() == null ? LEAST_POLLERS : in.minimumPollers();
    int most = in.maximumPollers() == null ? Math.max(least, USUAL_POLLERS) : in.maximumPollers();
    return new ProvisionedPollerConfig()
        .minimumPollers(least)
        .maximumPollers(most)
        .pollerGroupName(in.pollerGroupName());
  }

  /** An error to the caller if metrics or pollers cannot be so. */
  private static void checkOperation(EventSourceMappingConfiguration mapping, SourceKind kind) {
    EventSourceMappingMetricsConfig metrics = mapping.metricsConfig();
    if (metrics != null
        && !metrics.metrics().equals(List.of(EventSourceMappingMetric.EVENT_COUNT))) {
      throw LambdaErrors.invalid(
          "Only the metric EventCount is supported for this type of event source.");
    }
    ProvisionedPollerConfig pollers = mapping.provisionedPollerConfig();
    if (pollers == null) {
      return;
    }
    if (kind != SourceKind.SQS || pollers.pollerGroupName() != null) {
      throw LambdaErrors.invalid(
          (kind == SourceKind.SQS ? "PollerGroupName" : "ProvisionedPollerConfig")
              + " is not supported for this type of event source.");
    }
    if (mapping.scalingConfig() != null) {
      throw LambdaErrors.invalid(
          "ScalingConfig and ProvisionedPollerConfig cannot both be specified.");
    }
    if (pollers.minimumPollers() < LEAST_POLLERS
        || pollers.maximumPollers() < pollers.minimumPollers()) {
      throw LambdaErrors.invalid(
          "MinimumPollers must be at least "
              + LEAST_POLLERS
              + " and at most MaximumPollers for SQS event sources.");
    }
  }

  /** An error to the caller if a request asks for what there is not. */
  static void refuseWhatIsMissing(Struct in, SourceKind kind) {
    for (String member : MISSING) {
      boolean asked =
          in.shape().member(member) != null
              && switch (in.get(member)) {
                case null -> false;
                case List<?> list -> !list.isEmpty();
                case String text -> !text.isEmpty();
                default -> true;
              };
      if (asked) {
        throw LambdaErrors.notImplemented(member + " of event source mappings");
      }
    }
    if (kind == SourceKind.SQS) {
      for (String member : OF_STREAMS) {
        if (in.shape().member(member) != null && in.get(member) != null) {
          throw LambdaErrors.invalid(member + " is not valid for SQS event sources.");
        }
      }
    } else if (in.get("ScalingConfig") != null) {
      throw LambdaErrors.invalid("ScalingConfig is only valid for SQS event sources.");
    }
  }

  /** An error to the caller if a configuration cannot be. */
  static void check(EventSourceMappingConfiguration mapping, SourceKind kind, Arn source) {
    RecordFilter.check(mapping.filterCriteria());
    checkOperation(mapping, kind);
    if (kind == SourceKind.SQS) {
      checkQueue(mapping, source);
      return;
    }
    if (mapping.startingPosition() == null) {
      throw AwsException.client(
          "ValidationException",
          400,
          "1 validation error detected: Value null at 'startingPosition' failed to satisfy"
              + " constraint: Member must not be null.");
    }
    boolean timed = mapping.startingPosition().equals(EventSourcePosition.AT_TIMESTAMP);
    if (timed && kind == SourceKind.DYNAMODB) {
      throw LambdaErrors.invalid(
          "Unsupported starting position for arn type: "
              + source
              + ". The starting position must"
              + " be TRIM_HORIZON or LATEST.");
    }
    if (timed != (mapping.startingPositionTimestamp() != null)) {
      throw LambdaErrors.invalid(
          timed
              ? "StartingPositionTimestamp is required when StartingPosition is AT_TIMESTAMP."
              : "StartingPositionTimestamp is only valid for StartingPosition AT_TIMESTAMP.");
    }
    int age = mapping.maximumRecordAgeInSeconds();
    if (age != -1 && age < 60) {
      throw LambdaErrors.invalid("MaximumRecordAgeInSeconds must be -1 or between 60 and 604800.");
    }
    if (mapping.tumblingWindowInSeconds() > 0 && mapping.parallelizationFactor() > 1) {
      throw LambdaErrors.invalid(
          "Tumbling windows are not supported with a parallelization factor greater than 1.");
    }
  }

  private static void checkQueue(EventSourceMappingConfiguration mapping, Arn source) {
    boolean fifo = source.resource().endsWith(".fifo");
    if (fifo && mapping.maximumBatchingWindowInSeconds() > 0) {
      throw LambdaErrors.invalid("Batching window is not supported for FIFO queues.");
    }
    if (fifo && mapping.batchSize() > LARGEST_WITHOUT_WINDOW) {
      throw LambdaErrors.invalid(
          "Maximum batch size for FIFO queues is " + LARGEST_WITHOUT_WINDOW + ".");
    }
    if (mapping.batchSize() > LARGEST_WITHOUT_WINDOW
        && mapping.maximumBatchingWindowInSeconds() == 0) {
      throw LambdaErrors.invalid(
          "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater"
              + " than 10");
    }
  }

  /** An error to the caller if the function's role may not read the source. */
  void checkRole(
      FunctionConfiguration function, FunctionRef ref, SourceKind kind, Arn source, Call call) {
    String role = function.role();
    switch (kind) {
      case SQS ->
          SQS_ACTIONS.forEach(
              (action, name) -> {
                if (!roles.may(role, ref, action, source.toString(), call)) {
                  throw LambdaErrors.invalid(
                      "The provided execution role does not have permissions to call "
                          + name
                          + " on SQS");
                }
              });
      case KINESIS ->
          all(
              role,
              ref,
              source,
              call,
              "kinesis",
              "GetRecords",
              "GetShardIterator",
              "DescribeStream");
      case DYNAMODB ->
          all(
              role,
              ref,
              source,
              call,
              "dynamodb",
              "GetRecords",
              "GetShardIterator",
              "DescribeStream");
    }
  }

  private void all(
      String role, FunctionRef ref, Arn source, Call call, String service, String... names) {
    for (String name : names) {
      if (!roles.may(role, ref, service + ':' + name, source.toString(), call)) {
        throw LambdaErrors.invalid(
            "Cannot access stream "
                + source
                + ". Please ensure the role can perform the GetRecords, GetShardIterator,"
                + " DescribeStream, and ListStreams Actions on your stream in IAM.");
      }
    }
  }
}
