package io.nephele.identity.authorization;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.model.AwsException;
import java.util.Set;

/**
 * What credentials of {@code GetSessionToken} and {@code GetFederationToken} may not do whatever
 * policies say: IAM's API (those of a session that showed an MFA device may) and STS's but for a
 * few operations. See Compare AWS STS credentials in the IAM User Guide.
 */
final class SessionLimits {
  private static final Set<String> STS_OF_SESSION_TOKENS =
      Set.of("AssumeRole", "GetCallerIdentity");

  private SessionLimits() {}

  /** What AWS answers if such credentials may not make the call, else null. */
  static AwsException refusal(Call call) {
    Principal principal = call.principal();
    if (principal.session() == null || principal.type() == Principal.Type.ROLE_SESSION) {
      return null;
    }
    String service = call.operation().service().name();
    boolean federated = principal.type() == Principal.Type.FEDERATED_USER;
    boolean refused =
        switch (service) {
          case "iam" -> federated || principal.session().mfaAt() == null;
          case "sts" ->
              federated
                  ? !call.operation().name().equals("GetCallerIdentity")
                  : !STS_OF_SESSION_TOKENS.contains(call.operation().name());
          default -> false;
        };
    return refused ? answer(service, call.operation().name()) : null;
  }

  private static AwsException answer(String service, String operation) {
    return service.equals("iam")
        ? AwsException.client(
            "InvalidClientTokenId", 403, "The security token included in the request is invalid")
        : AwsException.client(
            "AccessDenied", 403, "Cannot call " + operation + " with session credentials");
  }
}
