package io.nephele.wire.json;

import io.nephele.model.AwsException;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How AWS names errors in {@code __type} and what it calls their messages. */
public final class ErrorTypes {
  /** Where a service's own namespace is not com.amazonaws and its name. */
  private static final Map<String, String> NAMESPACES =
      Map.of(
          "dynamodb", "com.amazonaws.dynamodb.v20120810",
          "dynamodbstreams", "com.amazonaws.dynamodb.v20120810",
          "stepfunctions", "com.amazonaws.swf.service.v2.model",
          "swf", "com.amazonaws.swf.base.model");

  /** Errors of AWS's framework itself that have their message under a capital letter. */
  private static final Set<String> CAPITAL_MESSAGE =
      Set.of("SerializationException", "AccessDeniedException", "NotAuthorized");

  private ErrorTypes() {}

  /**
   * The {@code __type} of an error: qualified in awsJson1_0 and rpcv2Cbor, the mere code in
   * awsJson1_1.
   */
  public static String type(Service service, Protocol protocol, AwsException error) {
    if (protocol == Protocol.AWS_JSON_1_1) {
      return error.code();
    }
    return namespace(service, error) + "#" + error.code();
  }

  private static String namespace(Service service, AwsException error) {
    if (error.detail() == null || service == null) {
      return error.code().equals("ValidationException")
          ? "com.amazon.coral.validate"
          : "com.amazon.coral.service";
    }
    String known = NAMESPACES.get(service.name());
    return known != null ? known : "com.amazonaws." + service.name().replace("-", "");
  }

  /** Name and text of the message of an error that no model defines; empty where there is none. */
  public static List<String> message(AwsException error) {
    if (error.detail() != null || error.getMessage() == null) {
      return List.of();
    }
    return List.of(
        CAPITAL_MESSAGE.contains(error.code()) ? "Message" : "message", error.getMessage());
  }

  /**
   * The value of {@code x-amzn-query-error}: the code that query clients know, and who is at fault.
   */
  public static String queryError(AwsException error) {
    return error.queryCode() + (error.clientFault() ? ";Sender" : ";Receiver");
  }
}
