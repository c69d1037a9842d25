package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.ErrorObject;
import io.nephele.api.lambda.EventError;
import io.nephele.api.lambda.EventInput;
import io.nephele.api.lambda.EventResult;
import io.nephele.api.lambda.RetryDetails;

/** Parts of events. */
final class Details {
  private Details() {}

  static EventResult result(String payload) {
    return new EventResult().payload(payload).truncated(false);
  }

  static EventInput input(String payload) {
    return new EventInput().payload(payload).truncated(false);
  }

  static EventError error(ErrorObject error) {
    return new EventError().payload(error).truncated(false);
  }

  static ErrorObject error(String type, String message) {
    return new ErrorObject().errorType(type).errorMessage(message);
  }

  static RetryDetails retry(int attempt, Integer delaySeconds) {
    return new RetryDetails().currentAttempt(attempt).nextAttemptDelaySeconds(delaySeconds);
  }
}
