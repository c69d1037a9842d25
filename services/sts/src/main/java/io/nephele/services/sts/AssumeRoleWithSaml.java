package io.nephele.services.sts;

import io.nephele.api.sts.AssumeRoleWithSAMLRequest;
import io.nephele.api.sts.AssumeRoleWithSAMLResponse;
import io.nephele.api.sts.InvalidIdentityTokenException;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.SamlProvider;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code AssumeRoleWithSAML}: a session of a role for who has a SAML assertion. */
final class AssumeRoleWithSaml {
  private static final String ACTION = "sts:AssumeRoleWithSAML";
  private static final String PROVIDER = "saml-provider/";

  private final StsWorld sts;
  private final FederatedTrust trust;
  private final RoleSessions sessions;

  AssumeRoleWithSaml(StsWorld sts, FederatedTrust trust) {
    this.sts = sts;
    this.trust = trust;
    this.sessions = new RoleSessions(sts);
  }

  AssumeRoleWithSAMLResponse assume(AssumeRoleWithSAMLRequest in, Call call) {
    Arn roleArn = Roles.arn(in.roleArn());
    SamlProvider provider = provider(in.principalArn());
    SamlAssertion assertion = SamlResponse.verify(in.samlAssertion(), provider);
    SamlConditions.check(assertion, provider, sts.world().clock().machineTime());
    if (!SamlGrant.names(assertion, in.roleArn(), in.principalArn())) {
      throw StsErrors.notAuthorized(ACTION);
    }
    SamlGrant grant = SamlGrant.of(assertion);
    Role role = sts.roles().find(in.roleArn());
    Map<String, List<String>> keys = SamlKeys.of(assertion, provider);
    trust.require(
        in.roleArn(),
        role,
        new FederatedTrust.Visitor(
            provider.arn(),
            ACTION,
            grant.sessionName(),
            in.durationSeconds(),
            keys,
            grant.tags(),
            grant.sourceIdentity()),
        call);
    SessionPolicies policies =
        SessionPolicies.of(
            in.policy(),
            in.policyArns(),
            grant.tags().passed(),
            new ManagedPolicies(sts.directory(), roleArn.account()));
    RoleSessions.Made made =
        sessions.make(
            new RoleSessions.Wanted(
                role,
                grant.sessionName(),
                call.time(),
                end(in.durationSeconds(), grant, assertion, role, call.time()),
                policies,
                grant.tags(),
                grant.sourceIdentity(),
                provider.arn(),
                SamlKeys.lasting(keys)));
    return new AssumeRoleWithSAMLResponse()
        .credentials(made.credentials())
        .assumedRoleUser(made.user())
        .packedPolicySize(policies.packedPercent())
        .subject(assertion.subject())
        .subjectType(assertion.subjectType())
        .issuer(assertion.issuer())
        .audience(assertion.recipient())
        .nameQualifier(SamlKeys.nameQualifier(assertion, provider))
        .sourceIdentity(grant.sourceIdentity());
  }

  /** The earliest of the ends that request, attributes and the user's session name. */
  private static Instant end(
      Integer requested, SamlGrant grant, SamlAssertion assertion, Role role, Instant now) {
    Integer seconds = requested;
    if (seconds == null || grant.seconds() != null && grant.seconds() < seconds) {
      seconds = grant.seconds();
    }
    Instant end = RoleSessions.end(now, SessionTimes.ofRole(seconds, role, false));
    Instant sessionEnd = assertion.sessionEnd();
    return sessionEnd != null && sessionEnd.isBefore(end) ? sessionEnd : end;
  }

  private SamlProvider provider(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("iam") || !arn.resource().startsWith(PROVIDER)) {
      throw StsErrors.validation(text + " is invalid");
    }
    String name = arn.resource().substring(PROVIDER.length());
    SamlProvider provider =
        sts.directory()
            .read(reader -> sts.directory().samlProviders().get(reader, arn.account(), name));
    if (provider == null || !provider.arn().equals(text)) {
      throw new InvalidIdentityTokenException("Specified provider doesn't exist");
    }
    return provider;
  }
}
