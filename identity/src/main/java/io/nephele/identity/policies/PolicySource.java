package io.nephele.identity.policies;

import io.nephele.policy.AttachedPolicy;

/**
 * A policy of an identity and where it comes from.
 *
 * @param entityType {@code user}, {@code group} or {@code role}, to which it is attached; null of a
 *     permissions boundary
 * @param entityName the name of that, or null
 * @param text the document as it was given; empty of a policy that is gone
 * @param policy the document; its name is the ARN of a managed policy, the name of an inline one
 */
public record PolicySource(
    String entityType, String entityName, String text, AttachedPolicy policy) {
  /** Whether it is a managed policy rather than an inline one. */
  public boolean isManaged() {
    return policy.name().startsWith("arn:");
  }

  /** The name of the policy, without a path. */
  public String policyName() {
    return policy.name().substring(policy.name().lastIndexOf('/') + 1);
  }
}
