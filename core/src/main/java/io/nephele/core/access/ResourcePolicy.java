package io.nephele.core.access;

import io.nephele.policy.AttachedPolicy;

/**
 * The policy of a resource.
 *
 * @param accountId the account that owns the resource
 * @param policy the document, named by the resource's ARN; null where there is none and only the
 *     owner is told, because the ARN does not tell it
 * @param required whether it must allow whatever identity policies say, as those of KMS keys and
 *     the trust of roles
 */
public record ResourcePolicy(String accountId, AttachedPolicy policy, boolean required) {
  /** A policy that is one of two ways to be allowed. */
  public static ResourcePolicy of(String accountId, AttachedPolicy policy) {
    return new ResourcePolicy(accountId, policy, false);
  }
}
