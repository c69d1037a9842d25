package io.nephele.services.iam;

import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.AwsManagedPolicies;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.ManagedPolicy;

/** Checks the policies that are to be permissions boundaries. */
final class Boundaries {
  private Boundaries() {}

  /** An error to the caller if the ARN is not of a policy that can be a boundary. */
  static void check(Directory directory, Reader reader, Call call, String policyArn) {
    Arn arn = Arn.parse(policyArn);
    if (arn == null || !arn.service().equals("iam") || !arn.resource().startsWith("policy/")) {
      throw IamErrors.invalidInput("ARN " + policyArn + " is not valid.");
    }
    if (!isThere(directory, reader, call, policyArn)) {
      throw new NoSuchEntityException(
          "Scope ARN: " + policyArn + " does not exist or is not attachable.");
    }
  }

  private static boolean isThere(Directory directory, Reader reader, Call call, String arn) {
    if (AwsManagedPolicies.isAwsManaged(arn)) {
      return AwsManagedPolicies.find(arn) != null;
    }
    ManagedPolicy policy =
        directory.policies().get(reader, call.accountId(), IamWorld.lastPart(arn));
    return policy != null && policy.arn().equals(arn);
  }
}
