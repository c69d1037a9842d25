package io.nephele.policy;

/**
 * A document where it is attached.
 *
 * @param name what tells it apart: the ARN of a managed policy, the name of an inline one, the ARN
 *     of the resource it is set on; may be null
 */
public record AttachedPolicy(PolicyDocument document, String name) {
  /** A policy without a name. */
  public static AttachedPolicy of(PolicyDocument document) {
    return new AttachedPolicy(document, null);
  }

  /** Whether the policy has an ARN of its own, which messages may show. */
  boolean hasArn() {
    return name != null && name.startsWith("arn:");
  }
}
