package io.nephele.services.s3.access;

import io.nephele.policy.PolicyDocument;
import java.util.Set;

/** Which policies S3 calls public. */
public final class PublicPolicies {
  private static final io.nephele.policy.PublicPolicies RULE =
      new io.nephele.policy.PublicPolicies(
          Set.of(
              "s3:x-amz-server-side-encryption-aws-kms-key-id",
              "s3:dataaccesspointarn",
              "s3:dataaccesspointaccount"));

  private PublicPolicies() {}

  /** Whether a policy is public. */
  public static boolean isPublic(PolicyDocument document) {
    return RULE.isPublic(document);
  }
}
