package io.nephele.services.lambda.mappings;

import io.nephele.core.arn.Arn;
import io.nephele.services.lambda.state.LambdaErrors;

/** The kinds of sources that are polled. */
public enum SourceKind {
  /** A queue. */
  SQS(10),
  /** A data stream, or one of its registered consumers. */
  KINESIS(100),
  /** The stream of a table. */
  DYNAMODB(100);

  private final int batchSize;

  SourceKind(int batchSize) {
    this.batchSize = batchSize;
  }

  /** How many records a batch has unless it is said otherwise. */
  int batchSize() {
    return batchSize;
  }

  /** Whether the source is a stream of shards. */
  public boolean isStream() {
    return this != SQS;
  }

  /** The kind of a source; an error to the caller if there is none or it is not there. */
  public static SourceKind of(Arn arn) {
    return switch (arn == null ? "" : arn.service()) {
      case "sqs" -> SQS;
      case "kinesis" -> KINESIS;
      case "dynamodb" -> DYNAMODB;
      case "kafka" -> throw LambdaErrors.notImplemented("event sources of Amazon MSK");
      case "mq" -> throw LambdaErrors.notImplemented("event sources of Amazon MQ");
      case "rds" -> throw LambdaErrors.notImplemented("event sources of Amazon DocumentDB");
      default ->
          throw LambdaErrors.invalid(
              "Unrecognized event source, must be kinesis, dynamodb stream" + " or sqs.");
    };
  }
}
