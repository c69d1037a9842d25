package io.nephele.services.kinesis;

import io.nephele.api.kinesis.InvalidArgumentException;
import io.nephele.api.kinesis.LimitExceededException;
import io.nephele.api.kinesis.ResourceInUseException;
import io.nephele.api.kinesis.ResourceNotFoundException;
import io.nephele.model.AwsException;

/** The errors that Kinesis answers in more than one place, in its words. */
final class KinesisErrors {
  private KinesisErrors() {}

  static AwsException streamNotFound(StreamAddress address) {
    return new ResourceNotFoundException(
        "Stream " + address.name() + " under account " + address.accountId() + " not found.");
  }

  static AwsException shardNotFound(Stream stream, String shardId) {
    return new ResourceNotFoundException(
        "Could not find shard "
            + shardId
            + " in stream "
            + stream.name()
            + " under account "
            + stream.accountId()
            + ".");
  }

  static AwsException resourceNotFound(String arn) {
    return new ResourceNotFoundException("Resource " + arn + " not found.");
  }

  static AwsException invalid(String message) {
    return new InvalidArgumentException(message);
  }

  /** An error that only AWS's servers know, as the operation's model does not name it. */
  static AwsException validation(String message) {
    return AwsException.client("ValidationException", 400, message);
  }

  static AwsException inUse(String message) {
    return new ResourceInUseException(message);
  }

  static AwsException limit(String message) {
    return new LimitExceededException(message);
  }

  /** The stream is not in the state that the call needs. */
  static AwsException notActive(Stream stream) {
    return inUse(
        "Stream "
            + stream.name()
            + " under account "
            + stream.accountId()
            + " not ACTIVE, instead in state "
            + stream.status());
  }

  /** What says that a shard is used beyond its throughput. */
  static String rateExceeded(Stream stream, String shardId) {
    return "Rate exceeded for shard "
        + shardId
        + " in stream "
        + stream.name()
        + " under account "
        + stream.accountId()
        + ".";
  }
}
