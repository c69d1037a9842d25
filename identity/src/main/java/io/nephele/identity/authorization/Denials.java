package io.nephele.identity.authorization;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Shape;
import io.nephele.policy.Decision;
import io.nephele.policy.MessageStyle;
import io.nephele.wire.sign.SignatureTarget;
import io.nephele.wire.sign.SignatureVerifier;
import java.util.Locale;
import java.util.function.Function;

/** What AWS answers to calls that are not allowed, in each service's own form. */
final class Denials {
  private static final int FORBIDDEN = 403;
  private static final int BAD_REQUEST = 400;

  private final Function<Decision, String> encoder;

  /**
   * Denials.
   *
   * @param encoder encodes what was decided for {@code DecodeAuthorizationMessage}
   */
  Denials(Function<Decision, String> encoder) {
    this.encoder = encoder;
  }

  /** The answer to a denied call. */
  AwsException of(Call call, Decision decision) {
    Operation operation = call.operation();
    if (call.principal().type() == Principal.Type.ANONYMOUS) {
      return anonymous(call);
    }
    String message = message(call, decision);
    return switch (operation.service().name()) {
      case "ec2" ->
          AwsException.client(
              "UnauthorizedOperation",
              FORBIDDEN,
              "You are not authorized to perform this operation. "
                  + message
                  + ". Encoded authorization failure message: "
                  + encoder.apply(decision));
      case "sns" -> AwsException.client("AuthorizationError", FORBIDDEN, message);
      default -> usual(operation, call.protocol(), message);
    };
  }

  /** The answer to a call that nobody signed. */
  static AwsException anonymous(Call call) {
    return SignatureVerifier.missing(SignatureTarget.of(call.operation(), call.protocol(), null));
  }

  /** The answer to a call whose action is not known, which is for root users alone. */
  AwsException undetermined(Call call) {
    Operation operation = call.operation();
    String message =
        "User: "
            + call.principal().arn()
            + " is not authorized to perform: "
            + operation.service().name()
            + ":"
            + operation.name()
            + " because Nephele does not know which IAM action allows it";
    return usual(operation, call.protocol(), message);
  }

  private static AwsException usual(Operation operation, Protocol protocol, String message) {
    return switch (protocol) {
      case AWS_QUERY, EC2_QUERY, REST_XML ->
          AwsException.client("AccessDenied", FORBIDDEN, message);
      case AWS_JSON_1_0, AWS_JSON_1_1, RPC_V2_CBOR ->
          operation.service().queryCompatible()
              ? AwsException.client("AccessDeniedException", "AccessDenied", FORBIDDEN, message)
              : AwsException.client(
                  "AccessDeniedException", status(operation, BAD_REQUEST), message);
      case REST_JSON_1 ->
          AwsException.client("AccessDeniedException", status(operation, FORBIDDEN), message);
    };
  }

  /** The status that the model gives the error, if it has it. */
  private static int status(Operation operation, int usual) {
    for (Shape error : operation.errors()) {
      if (error.name().equals("AccessDeniedException")) {
        return error.errorStatus();
      }
    }
    return usual;
  }

  private static String message(Call call, Decision decision) {
    return switch (call.operation().service().name()) {
      case "iam" -> IamResourceNames.message(call, decision);
      case "s3", "s3control" -> decision.message(MessageStyle.QUOTED);
      case "sts" -> decision.message(MessageStyle.NO_REASON);
      // These two write their actions in a case of their own.
      case "sqs" -> withAction(decision, decision.request().action().toLowerCase(Locale.ROOT));
      case "sns" -> withAction(decision, "SNS" + decision.request().action().substring(3));
      default -> decision.message();
    };
  }

  private static String withAction(Decision decision, String action) {
    return decision.message().replace(decision.request().action(), action);
  }
}
