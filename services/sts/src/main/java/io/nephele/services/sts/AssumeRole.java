package io.nephele.services.sts;

import io.nephele.api.sts.AssumeRoleRequest;
import io.nephele.api.sts.AssumeRoleResponse;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.identity.Session;
import io.nephele.identity.directory.Role;
import java.util.Map;

/**
 * {@code AssumeRole}: a session of a role for who has credentials already. Whether the caller's
 * policies and the role's trust allow it was decided before, and the MFA code of the request was
 * checked there.
 */
final class AssumeRole {
  private static final String ACTION = "sts:AssumeRole";

  private final StsWorld sts;
  private final RoleSessions sessions;

  AssumeRole(StsWorld sts) {
    this.sts = sts;
    this.sessions = new RoleSessions(sts);
  }

  AssumeRoleResponse assume(AssumeRoleRequest in, Call call) {
    Principal caller = call.principal();
    if (caller.type() == Principal.Type.ROOT && caller.accessKeyId() != null) {
      // Keys that nobody issued stand for an administrator, not for the account's owner.
      throw StsErrors.accessDenied("Roles may not be assumed by root accounts.");
    }
    Role role = sts.roles().find(in.roleArn());
    if (role == null) {
      throw StsErrors.notAuthorized(caller.arn(), ACTION, in.roleArn());
    }
    Session calling = caller.session();
    int seconds = SessionTimes.ofRole(in.durationSeconds(), role, calling != null);
    checkContexts(in);
    SessionTags tags = SessionTags.of(in.tags(), in.transitiveTagKeys(), calling);
    String account = Roles.arn(role.arn()).account();
    SessionPolicies policies =
        SessionPolicies.of(
            in.policy(),
            in.policyArns(),
            tags.passed(),
            new ManagedPolicies(sts.directory(), account));
    String sourceIdentity = sourceIdentity(in.sourceIdentity(), calling);
    RoleSessions.Made made =
        sessions.make(
            new RoleSessions.Wanted(
                role,
                in.roleSessionName(),
                call.time(),
                RoleSessions.end(call.time(), seconds),
                policies,
                tags,
                sourceIdentity,
                null,
                Map.of()));
    return new AssumeRoleResponse()
        .credentials(made.credentials())
        .assumedRoleUser(made.user())
        .packedPolicySize(policies.packedPercent())
        .sourceIdentity(sourceIdentity);
  }

  /** Once set, a source identity stays the same through all sessions of a chain. */
  private static String sourceIdentity(String requested, Session calling) {
    String inherited = calling == null ? null : calling.sourceIdentity();
    if (inherited == null || requested == null) {
      return inherited == null ? requested : inherited;
    }
    if (!inherited.equals(requested)) {
      throw StsErrors.accessDenied(
          "The source identity is already set for this assume role session");
    }
    return inherited;
  }

  /** Contexts are vouched for by IAM Identity Center, of which there is none. */
  private static void checkContexts(AssumeRoleRequest in) {
    if (in.providedContexts() != null && !in.providedContexts().isEmpty()) {
      throw StsErrors.validation(
          "The context assertion of "
              + in.providedContexts().getFirst().providerArn()
              + " is not valid: this world has no such context provider.");
    }
  }
}
