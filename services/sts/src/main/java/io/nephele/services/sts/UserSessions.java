package io.nephele.services.sts;

import io.nephele.api.sts.FederatedUser;
import io.nephele.api.sts.GetFederationTokenRequest;
import io.nephele.api.sts.GetFederationTokenResponse;
import io.nephele.api.sts.GetSessionTokenRequest;
import io.nephele.api.sts.GetSessionTokenResponse;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.identity.Session;
import io.nephele.identity.Identity;
import io.nephele.model.AwsException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sessions of users and root users: {@code GetSessionToken} and {@code GetFederationToken}. */
final class UserSessions {
  private final StsWorld sts;

  UserSessions(StsWorld sts) {
    this.sts = sts;
  }

  GetSessionTokenResponse getSessionToken(GetSessionTokenRequest in, Call call) {
    Principal caller = call.principal();
    requireLasting(caller, "GetSessionToken");
    Instant mfaAt =
        Identity.of(sts.world()).requestMfa().verify(call, in.serialNumber(), in.tokenCode());
    int seconds = SessionTimes.ofUser(in.durationSeconds(), caller);
    Session session =
        new Session(
            null,
            call.time(),
            RoleSessions.end(call.time(), seconds),
            mfaAt,
            List.of(),
            List.of(),
            Map.of(),
            Set.of(),
            null,
            null,
            Map.of());
    return new GetSessionTokenResponse()
        .credentials(sts.issue(caller.withSession(session), userId(caller)));
  }

  GetFederationTokenResponse getFederationToken(GetFederationTokenRequest in, Call call) {
    Principal caller = call.principal();
    requireLasting(caller, "GetFederationToken");
    SessionTags tags = SessionTags.of(in.tags());
    SessionPolicies policies =
        SessionPolicies.of(
            in.policy(),
            in.policyArns(),
            tags.passed(),
            new ManagedPolicies(sts.directory(), caller.accountId()));
    int seconds = SessionTimes.ofUser(in.durationSeconds(), caller);
    Session session =
        new Session(
            in.name(),
            call.time(),
            RoleSessions.end(call.time(), seconds),
            null,
            policies.inline(),
            policies.arns(),
            tags.tags(),
            Set.of(),
            null,
            null,
            Map.of());
    String arn =
        "arn:" + call.partition() + ":sts::" + caller.accountId() + ":federated-user/" + in.name();
    Principal federated = Principal.federatedUser(caller.accountId(), arn, caller.arn(), session);
    return new GetFederationTokenResponse()
        .credentials(sts.issue(federated, userId(caller)))
        .federatedUser(new FederatedUser().arn(arn).federatedUserId(federated.id()))
        .packedPolicySize(policies.packedPercent());
  }

  /** Temporary credentials do not beget these. */
  private static void requireLasting(Principal caller, String operation) {
    boolean user = caller.type() == Principal.Type.USER || caller.type() == Principal.Type.ROOT;
    if (!user || caller.session() != null) {
      throw refused(operation);
    }
  }

  private static AwsException refused(String operation) {
    return StsErrors.accessDenied("Cannot call " + operation + " with session credentials");
  }

  private static String userId(Principal caller) {
    return caller.type() == Principal.Type.ROOT ? null : caller.id();
  }
}
