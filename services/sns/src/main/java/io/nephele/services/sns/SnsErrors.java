package io.nephele.services.sns;

import io.nephele.api.sns.InvalidParameterException;
import io.nephele.api.sns.InvalidParameterValueException;
import io.nephele.api.sns.NotFoundException;
import io.nephele.model.AwsException;

/** Errors that several operations answer, in AWS's words. */
final class SnsErrors {
  private SnsErrors() {}

  /** A parameter that cannot be, without a reason. */
  static AwsException invalid(String what) {
    return new InvalidParameterException("Invalid parameter: " + what);
  }

  /** A parameter that cannot be, and why. */
  static AwsException invalid(String parameter, String reason) {
    return invalid(parameter + " Reason: " + reason);
  }

  /** A message attribute that cannot be. */
  static AwsException invalidValue(String message) {
    return new InvalidParameterValueException(message);
  }

  static AwsException noTopic() {
    return new NotFoundException("Topic does not exist");
  }

  static AwsException noSubscription() {
    return new NotFoundException("Subscription does not exist");
  }
}
