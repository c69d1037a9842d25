package io.nephele.services.sts;

import io.nephele.api.sts.AssumeRoleWithWebIdentityRequest;
import io.nephele.api.sts.AssumeRoleWithWebIdentityResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.Role;
import io.nephele.model.AwsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code AssumeRoleWithWebIdentity}: a session of a role for who has an ID token. */
final class AssumeRoleWithWebIdentity {
  private static final String ACTION = "sts:AssumeRoleWithWebIdentity";

  private final StsWorld sts;
  private final WebIdentityTokens tokens;
  private final FederatedTrust trust;
  private final RoleSessions sessions;

  AssumeRoleWithWebIdentity(StsWorld sts, FederatedTrust trust) {
    this.sts = sts;
    this.tokens = new WebIdentityTokens(sts.directory(), sts.world().clock());
    this.trust = trust;
    this.sessions = new RoleSessions(sts);
  }

  AssumeRoleWithWebIdentityResponse assume(AssumeRoleWithWebIdentityRequest in, Call call) {
    Arn roleArn = Roles.arn(in.roleArn());
    if (in.providerId() != null) {
      throw accessTokens(in.providerId());
    }
    WebIdentity identity = tokens.verify(in.webIdentityToken(), roleArn.account());
    Role role = sts.roles().find(in.roleArn());
    SessionTags tags = SessionTags.of(identity.tags(), identity.transitiveKeys(), null);
    trust.require(
        in.roleArn(),
        role,
        new FederatedTrust.Visitor(
            identity.provider(),
            ACTION,
            in.roleSessionName(),
            in.durationSeconds(),
            keys(identity),
            tags,
            identity.sourceIdentity()),
        call);
    int seconds = SessionTimes.ofRole(in.durationSeconds(), role, false);
    SessionPolicies policies =
        SessionPolicies.of(
            in.policy(),
            in.policyArns(),
            tags.passed(),
            new ManagedPolicies(sts.directory(), roleArn.account()));
    RoleSessions.Made made =
        sessions.make(
            new RoleSessions.Wanted(
                role,
                in.roleSessionName(),
                call.time(),
                RoleSessions.end(call.time(), seconds),
                policies,
                tags,
                identity.sourceIdentity(),
                identity.provider(),
                Map.of(
                    identity.keyPrefix() + ":sub", identity.subject(),
                    identity.keyPrefix() + ":aud", identity.audience())));
    return new AssumeRoleWithWebIdentityResponse()
        .credentials(made.credentials())
        .assumedRoleUser(made.user())
        .packedPolicySize(policies.packedPercent())
        .subjectFromWebIdentityToken(identity.subject())
        .audience(identity.audience())
        .provider(identity.provider())
        .sourceIdentity(identity.sourceIdentity());
  }

  private static Map<String, List<String>> keys(WebIdentity identity) {
    Map<String, List<String>> keys = new HashMap<>();
    keys.put(identity.keyPrefix() + ":sub", List.of(identity.subject()));
    keys.put(identity.keyPrefix() + ":aud", List.of(identity.audience()));
    keys.put(identity.keyPrefix() + ":oaud", identity.otherAudience());
    keys.put(identity.keyPrefix() + ":amr", identity.methods());
    return keys;
  }

  /** OAuth 2.0 access tokens say nothing themselves; only their providers know them. */
  private static AwsException accessTokens(String providerId) {
    return AwsException.server(
        "NotImplemented",
        501,
        "Nephele does not verify access tokens of "
            + providerId
            + ". Leave out ProviderId and give an OpenID Connect ID token.");
  }
}
