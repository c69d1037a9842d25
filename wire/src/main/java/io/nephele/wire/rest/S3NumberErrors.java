package io.nephele.wire.rest;

import io.nephele.model.AwsException;

/** What S3 answers to numbers in its queries that are none. */
final class S3NumberErrors {
  private S3NumberErrors() {}

  /** The error of a parameter whose text cannot be read. */
  static AwsException of(String parameter, String text) {
    String message =
        parameter.equals("partNumber")
            ? "Part number must be an integer between 1 and 10000, inclusive"
            : parameter.startsWith("max-") || parameter.endsWith("-marker")
                ? "Provided " + parameter + " not an integer or within integer range"
                : "The value of the parameter " + parameter + " is not valid";
    return AwsException.client("InvalidArgument", 400, message)
        .with("ArgumentName", parameter)
        .with("ArgumentValue", text);
  }
}
