package io.nephele.services.firehose;

import io.nephele.api.firehose.InvalidArgumentException;
import io.nephele.api.firehose.ResourceInUseException;
import io.nephele.api.firehose.ResourceNotFoundException;
import io.nephele.model.AwsException;

/** Errors in Firehose's words. */
final class FirehoseErrors {
  private FirehoseErrors() {}

  static AwsException notFound(String name, String accountId) {
    return new ResourceNotFoundException(
        "Firehose " + name + " under account " + accountId + " not found.");
  }

  static AwsException exists(String name, String accountId) {
    return new ResourceInUseException(
        "Firehose " + name + " under accountId " + accountId + " already exists");
  }

  static AwsException invalid(String message) {
    return new InvalidArgumentException(message);
  }

  static AwsException notImplemented(String what) {
    return AwsException.server("NotImplemented", 501, "Nephele does not implement " + what + ".");
  }
}
