package io.nephele.services.sts;

import io.nephele.core.errors.BrokenConstraint;
import io.nephele.model.AwsException;

/** The errors that STS answers in more than one place and that its model does not define. */
final class StsErrors {
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;

  private StsErrors() {}

  /** The caller may not do that to a resource; so too where the resource is not there. */
  static AwsException notAuthorized(String principalArn, String action, String resource) {
    return accessDenied(
        "User: "
            + principalArn
            + " is not authorized to perform: "
            + action
            + " on resource: "
            + resource);
  }

  /** A caller without credentials may not do that, whatever the reason. */
  static AwsException notAuthorized(String action) {
    return accessDenied("Not authorized to perform " + action);
  }

  static AwsException accessDenied(String message) {
    return AwsException.client("AccessDenied", FORBIDDEN, message);
  }

  static AwsException validation(String message) {
    return AwsException.client("ValidationError", BAD_REQUEST, message);
  }

  /** A bound of a parameter that the model does not tell, in the words of those that it does. */
  static AwsException constraint(String value, String path, String constraint) {
    return validation(BrokenConstraint.message(value, path, constraint));
  }

  static AwsException invalidParameter(String message) {
    return AwsException.client("InvalidParameterValue", BAD_REQUEST, message);
  }
}
