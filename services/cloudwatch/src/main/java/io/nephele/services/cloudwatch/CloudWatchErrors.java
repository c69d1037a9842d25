package io.nephele.services.cloudwatch;

import io.nephele.api.cloudwatch.InvalidParameterCombinationException;
import io.nephele.api.cloudwatch.InvalidParameterValueException;
import io.nephele.api.cloudwatch.MissingRequiredParameterException;
import io.nephele.model.AwsException;

/** What CloudWatch answers to requests that it cannot take. */
public final class CloudWatchErrors {
  private CloudWatchErrors() {}

  /** A value that is not possible. */
  public static AwsException invalid(String message) {
    return new InvalidParameterValueException(message);
  }

  /** A value that is not possible there. */
  public static AwsException invalidValue(Object value, String parameter) {
    return invalid("The value " + value + " for parameter " + parameter + " is invalid.");
  }

  /** Parameters that do not go together. */
  public static AwsException combination(String message) {
    return new InvalidParameterCombinationException(message);
  }

  /** A parameter that has to be there. */
  public static AwsException missing(String message) {
    return new MissingRequiredParameterException(message);
  }

  /** What the service's older operations say about wrong requests. */
  public static AwsException validation(String message) {
    return AwsException.client("ValidationError", 400, message);
  }

  /** What Nephele does not do, though AWS does. */
  public static AwsException notThere(String what) {
    return AwsException.client("NotImplemented", 501, what + " is not implemented by Nephele.");
  }
}
