package io.nephele.policy;

/**
 * How strict a service is with the resource policies it is given.
 *
 * @param resourceRequired whether every statement must have a Resource or NotResource
 * @param actionVendor the only action prefix a statement may use (such as {@code s3}), or null when
 *     any is accepted
 */
public record ResourcePolicyRules(boolean resourceRequired, String actionVendor) {
  /** Any action prefix, and the resource may be left out (it is the one the policy is set on). */
  public static final ResourcePolicyRules LENIENT = new ResourcePolicyRules(false, null);

  /** A resource in every statement and only actions of one service. */
  public static ResourcePolicyRules strict(String actionVendor) {
    return new ResourcePolicyRules(true, actionVendor);
  }
}
