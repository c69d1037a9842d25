package io.nephele.services.dynamodb.values;

import io.nephele.model.AwsException;

/** The error by which DynamoDB refuses what a request says. */
public final class Validation {
  /** The error's code. */
  public static final String CODE = "ValidationException";

  private static final String PARAMETERS = "One or more parameter values were invalid: ";

  private Validation() {}

  /** A {@code ValidationException} of that message. */
  public static AwsException error(String message) {
    return AwsException.client(CODE, 400, message);
  }

  /** A {@code ValidationException} about the values of parameters. */
  public static AwsException parameters(String message) {
    return error(PARAMETERS + message);
  }
}
