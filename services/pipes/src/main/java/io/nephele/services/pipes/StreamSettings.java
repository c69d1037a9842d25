package io.nephele.services.pipes;

import io.nephele.api.pipes.CreatePipeRequest;
import io.nephele.api.pipes.PipeSourceDynamoDBStreamParameters;
import io.nephele.api.pipes.PipeSourceKinesisStreamParameters;
import io.nephele.core.arn.Arn;

/**
 * How a stream is read, whichever kind it is.
 *
 * @param batchSize records at a time
 * @param windowSeconds for how long records may wait for others
 * @param maximumAgeSeconds of records, or -1
 * @param maximumRetries of records, or -1
 * @param bisecting whether a batch that fails is split
 * @param deadLetterArn a queue or topic, or null
 * @param lanes how many batches of a shard are under way at once, of different keys
 */
record StreamSettings(
    StreamSource.Start start,
    int batchSize,
    int windowSeconds,
    int maximumAgeSeconds,
    int maximumRetries,
    boolean bisecting,
    String deadLetterArn,
    int lanes) {
  private static final int USUAL_BATCH = 100;

  static StreamSettings of(CreatePipeRequest pipe) {
    if (StreamSource.isTable(Arn.parse(pipe.source()))) {
      PipeSourceDynamoDBStreamParameters in = pipe.sourceParameters().dynamoDBStreamParameters();
      return new StreamSettings(
          new StreamSource.Start(in.startingPosition(), null),
          or(in.batchSize(), USUAL_BATCH),
          or(in.maximumBatchingWindowInSeconds(), 0),
          or(in.maximumRecordAgeInSeconds(), -1),
          or(in.maximumRetryAttempts(), -1),
          in.onPartialBatchItemFailure() != null,
          in.deadLetterConfig() == null ? null : in.deadLetterConfig().arn(),
          or(in.parallelizationFactor(), 1));
    }
    PipeSourceKinesisStreamParameters in = pipe.sourceParameters().kinesisStreamParameters();
    return new StreamSettings(
        new StreamSource.Start(in.startingPosition(), in.startingPositionTimestamp()),
        or(in.batchSize(), USUAL_BATCH),
        or(in.maximumBatchingWindowInSeconds(), 0),
        or(in.maximumRecordAgeInSeconds(), -1),
        or(in.maximumRetryAttempts(), -1),
        in.onPartialBatchItemFailure() != null,
        in.deadLetterConfig() == null ? null : in.deadLetterConfig().arn(),
        or(in.parallelizationFactor(), 1));
  }

  private static int or(Integer value, int usual) {
    return value == null ? usual : value;
  }
}
