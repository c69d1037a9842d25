package io.nephele.services.sts;

import io.nephele.api.sts.AssumedRoleUser;
import io.nephele.api.sts.Credentials;
import io.nephele.core.arn.Arn;
import io.nephele.core.identity.Principal;
import io.nephele.core.identity.Session;
import io.nephele.identity.directory.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** Makes sessions of roles, however they were asked for. */
final class RoleSessions {
  private final StsWorld sts;

  RoleSessions(StsWorld sts) {
    this.sts = sts;
  }

  /**
   * What a session is to be.
   *
   * @param expiresAt when it ends
   * @param sourceIdentity the source identity, or null
   * @param federatedProvider the identity provider whose token was exchanged, or null
   * @param contextKeys condition keys that last as long as the session
   */
  record Wanted(
      Role role,
      String name,
      Instant issuedAt,
      Instant expiresAt,
      SessionPolicies policies,
      SessionTags tags,
      String sourceIdentity,
      String federatedProvider,
      Map<String, String> contextKeys) {}

  /** A session that was made. */
  record Made(Credentials credentials, AssumedRoleUser user) {}

  /** Makes a session. That it may be had was decided before. */
  Made make(Wanted wanted) {
    Role role = wanted.role();
    Arn roleArn = Arn.parse(role.arn());
    String arn =
        "arn:"
            + roleArn.partition()
            + ":sts::"
            + roleArn.account()
            + ":assumed-role/"
            + role.name()
            + "/"
            + wanted.name();
    Session session =
        new Session(
            wanted.name(),
            wanted.issuedAt(),
            wanted.expiresAt(),
            null, // what a device showed counts for the call alone, not for the role's session
            wanted.policies().inline(),
            wanted.policies().arns(),
            wanted.tags().tags(),
            wanted.tags().transitiveKeys(),
            wanted.sourceIdentity(),
            wanted.federatedProvider(),
            new TreeMap<>(wanted.contextKeys())); // in an order, so that runs leave the same bytes
    Principal principal =
        Principal.roleSession(roleArn.account(), arn, role.arn(), role.id(), session);
    Credentials credentials = sts.issue(principal, role.id());
    return new Made(credentials, new AssumedRoleUser().arn(arn).assumedRoleId(principal.id()));
  }

  /** The end of a session, in whole seconds as responses tell it. */
  static Instant end(Instant issuedAt, int seconds) {
    return issuedAt.plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
  }
}
