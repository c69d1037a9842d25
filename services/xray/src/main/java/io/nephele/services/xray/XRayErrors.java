package io.nephele.services.xray;

import io.nephele.api.xray.InvalidRequestException;
import io.nephele.model.AwsException;

/** Errors in X-Ray's words. */
final class XRayErrors {
  private XRayErrors() {}

  static AwsException invalid(String message) {
    return new InvalidRequestException(message);
  }

  static AwsException filter(String reason) {
    return invalid("Invalid filter expression: " + reason);
  }

  static AwsException token() {
    return invalid("Invalid NextToken");
  }

  static AwsException notImplemented(String what) {
    return AwsException.server("NotImplemented", 501, "Nephele does not implement " + what + ".");
  }
}
