package io.nephele.identity.policies;

import io.nephele.policy.AttachedPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the directory says that an identity may do, and where each policy comes from.
 *
 * @param all its inline and managed policies, those of its groups included; one that it has in
 *     several ways is there as often
 * @param boundary its permissions boundary, or null
 * @param tags its own tags
 */
public record PolicySources(
    List<PolicySource> all, PolicySource boundary, Map<String, String> tags) {
  /** An identity without policies, or one that is not there. */
  public static final PolicySources NONE = new PolicySources(List.of(), null, Map.of());

  public PolicySources {
    all = List.copyOf(all);
  }

  /** The policies alone. */
  public IdentityPolicies policies() {
    List<AttachedPolicy> policies = new ArrayList<>(all.size());
    for (PolicySource source : all) {
      policies.add(source.policy());
    }
    return new IdentityPolicies(
        List.copyOf(policies), boundary == null ? null : boundary.policy(), tags);
  }
}
