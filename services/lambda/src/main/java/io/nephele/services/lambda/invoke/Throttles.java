package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.TooManyRequestsException;
import io.nephele.model.AwsException;

/** The error for who invokes more than may run. */
final class Throttles {
  private Throttles() {}

  /** The error with one of the reasons of ThrottleReason. */
  static AwsException of(String reason) {
    return new TooManyRequestsException("Rate Exceeded.").type("User").reason(reason);
  }
}
