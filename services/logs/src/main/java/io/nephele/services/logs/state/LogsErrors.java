package io.nephele.services.logs.state;

import io.nephele.api.logs.InvalidParameterException;
import io.nephele.api.logs.LimitExceededException;
import io.nephele.api.logs.ResourceAlreadyExistsException;
import io.nephele.api.logs.ResourceNotFoundException;
import io.nephele.model.AwsException;

/** The errors that CloudWatch Logs answers in more than one place, in its words. */
public final class LogsErrors {
  private LogsErrors() {}

  /** The log group is not there. */
  public static AwsException noGroup() {
    return new ResourceNotFoundException("The specified log group does not exist.");
  }

  /** The log stream is not there. */
  public static AwsException noStream() {
    return new ResourceNotFoundException("The specified log stream does not exist.");
  }

  /** Something else is not there. */
  public static AwsException notFound(String message) {
    return new ResourceNotFoundException(message);
  }

  /** There is one of that name already. */
  public static AwsException exists(String message) {
    return new ResourceAlreadyExistsException(message);
  }

  /** A parameter is wrong. */
  public static AwsException invalid(String message) {
    return new InvalidParameterException(message);
  }

  /** There would be too many. */
  public static AwsException limit(String message) {
    return new LimitExceededException(message);
  }

  /** The error of newer operations, where older ones say {@link #invalid}. */
  public static AwsException validation(String message) {
    return AwsException.client("ValidationException", 400, message);
  }

  /** What the program does not do. */
  public static AwsException notImplemented(String what) {
    return AwsException.server("NotImplemented", 501, "Nephele does not support " + what + ".");
  }

  /** A parameter that is not one of those that there are. */
  public static AwsException notOneOf(String value, String member, String values) {
    return invalid(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: Member must satisfy enum value set: ["
            + values
            + "]");
  }
}
