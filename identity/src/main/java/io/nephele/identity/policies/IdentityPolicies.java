package io.nephele.identity.policies;

import io.nephele.policy.AttachedPolicy;
import java.util.List;
import java.util.Map;

/**
 * What the directory says that an identity may do.
 *
 * @param policies its inline and managed policies, those of its groups included
 * @param boundary its permissions boundary, or null
 * @param tags its own tags
 */
public record IdentityPolicies(
    List<AttachedPolicy> policies, AttachedPolicy boundary, Map<String, String> tags) {
  /** An identity without policies, such as a root user, or one that is not there. */
  public static final IdentityPolicies NONE = new IdentityPolicies(List.of(), null, Map.of());
}
