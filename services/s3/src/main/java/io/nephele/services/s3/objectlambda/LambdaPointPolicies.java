package io.nephele.services.s3.objectlambda;

import io.nephele.api.s3control.DeleteAccessPointPolicyForObjectLambdaRequest;
import io.nephele.api.s3control.GetAccessPointPolicyForObjectLambdaRequest;
import io.nephele.api.s3control.GetAccessPointPolicyForObjectLambdaResult;
import io.nephele.api.s3control.GetAccessPointPolicyStatusForObjectLambdaRequest;
import io.nephele.api.s3control.GetAccessPointPolicyStatusForObjectLambdaResult;
import io.nephele.api.s3control.PolicyStatus;
import io.nephele.api.s3control.PutAccessPointPolicyForObjectLambdaRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.policy.Statement;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.BucketPolicies;
import io.nephele.services.s3.access.PublicPolicies;
import io.nephele.services.s3.accesspoints.AccessPointErrors;

/** The policies of Object Lambda access points, which never let in the public. */
final class LambdaPointPolicies {
  private final S3World s3;

  LambdaPointPolicies(S3World s3) {
    this.s3 = s3;
  }

  Unit put(PutAccessPointPolicyForObjectLambdaRequest in, Call call) {
    LambdaPointPolicy policy = BucketPolicies.read(in.policy(), LambdaPointPolicy::parse);
    s3.world()
        .store()
        .write(
            transaction -> {
              LambdaPoint point =
                  LambdaPoints.find(s3, transaction, in.accountId(), in.name(), call);
              check(policy, point.arn(call.partition()), call);
              s3.lambdaPoints().putPolicy(transaction, point, policy);
              return null;
            });
    return S3World.done(call);
  }

  private static void check(LambdaPointPolicy policy, String arn, Call call) {
    for (Statement statement : policy.document().statements()) {
      for (String resource : statement.resource().values()) {
        if (!resource.equals("*") && !resource.equals(arn) && !resource.startsWith(arn + "/")) {
          throw BucketPolicies.malformed("Policy has invalid resource");
        }
      }
    }
    if (PublicPolicies.isPublic(policy.document())) {
      throw BucketPolicies.prevented(call, "s3:PutAccessPointPolicyForObjectLambda", arn);
    }
  }

  GetAccessPointPolicyForObjectLambdaResult get(
      GetAccessPointPolicyForObjectLambdaRequest in, Call call) {
    return new GetAccessPointPolicyForObjectLambdaResult()
        .policy(find(in.accountId(), in.name(), call).text());
  }

  /** A policy that is there is not public, else it would not have been taken. */
  GetAccessPointPolicyStatusForObjectLambdaResult status(
      GetAccessPointPolicyStatusForObjectLambdaRequest in, Call call) {
    find(in.accountId(), in.name(), call);
    return new GetAccessPointPolicyStatusForObjectLambdaResult()
        .policyStatus(new PolicyStatus().isPublic(false));
  }

  private LambdaPointPolicy find(String accountId, String name, Call call) {
    return s3.read(
        reader -> {
          LambdaPointPolicy policy =
              s3.lambdaPoints()
                  .policy(reader, LambdaPoints.find(s3, reader, accountId, name, call));
          if (policy == null) {
            throw AccessPointErrors.noSuchPolicy(name);
          }
          return policy;
        });
  }

  Unit delete(DeleteAccessPointPolicyForObjectLambdaRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              s3.lambdaPoints()
                  .putPolicy(
                      transaction,
                      LambdaPoints.find(s3, transaction, in.accountId(), in.name(), call),
                      null);
              return null;
            });
    return S3World.done(call);
  }
}
