package io.nephele.wire.route;

import io.nephele.model.AwsException;
import io.nephele.model.ServiceEntry;

/** What AWS answers to requests that name no operation it knows. */
final class RoutingErrors {
  private static final int SHOWN = 200;

  private RoutingErrors() {}

  /** A JSON, CBOR or REST request for an operation that the service does not have. */
  static AwsException unknownOperation(int status) {
    return AwsException.client("UnknownOperationException", status, null);
  }

  /** A request for a service that nobody here knows. */
  static AwsException unknownService(String name) {
    return AwsException.client(
        "UnknownOperationException", 404, "There is no service that " + shown(name) + " names");
  }

  /** A query request whose action the service does not have. */
  static AwsException invalidAction(ServiceEntry entry, String action, String version) {
    String message =
        entry == null || entry.name().equals("ec2")
            ? "The action " + shown(action) + " is not valid for this web service."
            : entry.name().equals("sqs")
                ? "The action " + shown(action) + " is not valid for this endpoint."
                : "Could not find operation "
                    + shown(action)
                    + " for version "
                    + (version == null ? entry.version() : shown(version));
    return AwsException.client("InvalidAction", 400, message);
  }

  /** A path of S3 that has other methods than this one. */
  static AwsException methodNotAllowed() {
    return AwsException.client(
        "MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
