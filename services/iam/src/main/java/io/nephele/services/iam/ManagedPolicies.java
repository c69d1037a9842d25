package io.nephele.services.iam;

import io.nephele.api.iam.PolicyNotAttachableException;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.AwsManagedPolicies;
import io.nephele.identity.directory.AwsManagedPolicy;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.ManagedPolicy;
import io.nephele.model.AwsException;

/** Finds managed policies, an account's own and AWS's, by the ARNs that requests hold. */
final class ManagedPolicies {
  private static final String SERVICE_LINKED_PATH = "/aws-service-role/";

  private final Directory directory;

  ManagedPolicies(IamWorld iam) {
    this.directory = iam.directory();
  }

  /** The policy of an ARN; an error to the caller if it is not there. */
  ManagedPolicy get(Reader reader, Call call, String arn) {
    ManagedPolicy policy = find(reader, call, arn);
    if (policy == null) {
      throw IamErrors.policyNotFound(arn);
    }
    return policy;
  }

  /** The policy of an ARN to be changed, which AWS's are for nobody. */
  ManagedPolicy getOwn(Reader reader, Call call, String arn) {
    checkForm(arn);
    if (AwsManagedPolicies.isAwsManaged(arn)) {
      throw notOwn(call, arn);
    }
    return get(reader, call, arn);
  }

  /** Checks that a policy may be attached to a user, group or role of customers. */
  void checkAttachable(Reader reader, Call call, String arn, String kind) {
    ManagedPolicy policy = find(reader, call, arn);
    if (policy == null) {
      throw IamErrors.policyNotAttachable(arn);
    }
    if (AwsManagedPolicies.isAwsManaged(arn) && policy.path().equals(SERVICE_LINKED_PATH)) {
      throw new PolicyNotAttachableException(
          "Cannot attach a Service Role Policy to a Customer " + kind + ".");
    }
  }

  /** Checks that a policy may be a permissions boundary. */
  void checkBoundary(Reader reader, Call call, String arn) {
    if (find(reader, call, arn) == null) {
      throw IamErrors.boundaryNotFound(arn);
    }
  }

  private ManagedPolicy find(Reader reader, Call call, String arn) {
    checkForm(arn);
    if (AwsManagedPolicies.isAwsManaged(arn)) {
      AwsManagedPolicy policy = AwsManagedPolicies.find(arn);
      return policy == null ? null : policy.toManagedPolicy(call.partition());
    }
    ManagedPolicy policy =
        directory.policies().get(reader, call.accountId(), IamWorld.lastPart(arn));
    return policy == null || !policy.arn().equals(arn) ? null : policy;
  }

  private static void checkForm(String text) {
    Arn arn = Arn.parse(text);
    boolean policy =
        arn != null
            && arn.service().equals("iam")
            && arn.region().isEmpty()
            && arn.resource().startsWith("policy/")
            && !arn.resource().endsWith("/");
    if (!policy) {
      throw IamErrors.invalidInput("ARN " + text + " is not valid.");
    }
  }

  private static AwsException notOwn(Call call, String arn) {
    return AwsException.client(
        "AccessDenied",
        403,
        "User: "
            + call.principal().arn()
            + " is not authorized to perform: iam:"
            + call.operation().name()
            + " on resource: policy "
            + arn);
  }
}
