package io.nephele.services.sts;

import io.nephele.core.arn.Arn;
import io.nephele.identity.directory.Directory;

/** Managed policies that a session of an account may be limited by. */
final class ManagedPolicies {
  private final Directory directory;
  private final String accountId;

  /** Those of that account and of AWS. */
  ManagedPolicies(Directory directory, String accountId) {
    this.directory = directory;
    this.accountId = accountId;
  }

  /**
   * Checks that there is a policy of that ARN.
   *
   * @throws io.nephele.model.AwsException if the account has none
   */
  void check(String policyArn) {
    Arn arn = Arn.parse(policyArn);
    if (arn == null || !arn.service().equals("iam") || !arn.resource().startsWith("policy/")) {
      throw StsErrors.validation("ARN " + policyArn + " is not valid.");
    }
    String document =
        directory.read(reader -> directory.managedPolicyDocument(reader, accountId, policyArn));
    if (document == null) {
      throw StsErrors.validation("Policy " + policyArn + " does not exist or is not attachable.");
    }
  }
}
