package io.nephele.services.sts;

import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.identity.directory.Role;
import io.nephele.policy.ConditionKeys;
import io.nephele.policy.PolicyEvaluator;
import io.nephele.policy.PolicySet;
import io.nephele.policy.Principal;
import io.nephele.policy.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether the trust of a role lets in who shows an identity provider's token. Such calls are not
 * signed, so that nothing but the trust policy decides.
 */
final class FederatedTrust {
  private final TrustPolicies policies;

  FederatedTrust(TrustPolicies policies) {
    this.policies = policies;
  }

  /**
   * What a caller brings.
   *
   * @param provider the Federated principal: a provider's ARN or a public one's name
   * @param action {@code sts:AssumeRoleWithWebIdentity} or {@code sts:AssumeRoleWithSAML}
   * @param keys the condition keys that the token gives, by name
   * @param tags session tags of the token
   * @param sourceIdentity the source identity of the token, or null
   */
  record Visitor(
      String provider,
      String action,
      String sessionName,
      Integer durationSeconds,
      Map<String, List<String>> keys,
      SessionTags tags,
      String sourceIdentity) {}

  /**
   * Lets a visitor in.
   *
   * @param roleArn the role, which may not be there
   * @param role the role, or null
   * @throws io.nephele.model.AwsException if the role does not trust the visitor
   */
  void require(String roleArn, Role role, Visitor visitor, Call call) {
    ConditionKeys keys = keys(roleArn, role, visitor, call);
    require(roleArn, visitor.provider(), visitor.action(), keys);
    if (!visitor.tags().passed().isEmpty()) {
      require(roleArn, visitor.provider(), "sts:TagSession", keys);
    }
    if (visitor.sourceIdentity() != null) {
      require(roleArn, visitor.provider(), "sts:SetSourceIdentity", keys);
    }
  }

  private void require(String roleArn, String provider, String action, ConditionKeys keys) {
    ResourcePolicy trust = policies.policy(roleArn);
    RequestContext request =
        RequestContext.of(Principal.identityProvider(provider), action)
            .resource(roleArn)
            .resourceAccount(trust.accountId())
            .resourcePolicyRequired()
            .keys(keys)
            .build();
    PolicySet set = PolicySet.builder().resource(trust.policy()).build();
    if (!PolicyEvaluator.evaluate(request, set).isAllowed()) {
      throw StsErrors.notAuthorized(action);
    }
  }

  private static ConditionKeys keys(String roleArn, Role role, Visitor visitor, Call call) {
    ConditionKeys.Builder keys = ConditionKeys.builder();
    visitor.keys().forEach(keys::put);
    Origin origin = call.origin();
    put(keys, "aws:CurrentTime", call.time().toString());
    put(keys, "aws:EpochTime", Long.toString(call.time().getEpochSecond()));
    put(keys, "aws:SourceIp", origin.sourceAddress());
    put(keys, "aws:UserAgent", origin.userAgent());
    put(keys, "aws:Referer", origin.referer());
    put(keys, "aws:SecureTransport", Boolean.toString("https".equals(origin.scheme())));
    put(keys, "aws:RequestedRegion", call.region().name());
    put(keys, "aws:ResourceAccount", Roles.arn(roleArn).account());
    put(keys, "aws:FederatedProvider", visitor.provider());
    put(keys, "sts:RoleSessionName", visitor.sessionName());
    put(keys, "sts:SourceIdentity", visitor.sourceIdentity());
    if (visitor.durationSeconds() != null) {
      put(keys, "sts:DurationSeconds", visitor.durationSeconds().toString());
    }
    List<String> tagKeys = new ArrayList<>();
    visitor
        .tags()
        .passed()
        .forEach(
            (key, value) -> {
              put(keys, "aws:RequestTag/" + key, value);
              tagKeys.add(key);
            });
    keys.put("aws:TagKeys", tagKeys);
    keys.put("sts:TransitiveTagKeys", List.copyOf(visitor.tags().transitiveKeys()));
    if (role != null && role.tags() != null) {
      role.tags()
          .forEach(
              (key, value) -> {
                put(keys, "aws:ResourceTag/" + key.toLowerCase(Locale.ROOT), value);
                put(keys, "iam:ResourceTag/" + key.toLowerCase(Locale.ROOT), value);
              });
    }
    return keys.build();
  }

  private static void put(ConditionKeys.Builder keys, String name, String value) {
    if (value != null) {
      keys.put(name, value);
    }
  }
}
