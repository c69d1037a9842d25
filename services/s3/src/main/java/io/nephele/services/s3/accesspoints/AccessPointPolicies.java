package io.nephele.services.s3.accesspoints;

import io.nephele.api.s3control.DeleteAccessPointPolicyRequest;
import io.nephele.api.s3control.GetAccessPointPolicyRequest;
import io.nephele.api.s3control.GetAccessPointPolicyResult;
import io.nephele.api.s3control.GetAccessPointPolicyStatusRequest;
import io.nephele.api.s3control.GetAccessPointPolicyStatusResult;
import io.nephele.api.s3control.PolicyStatus;
import io.nephele.api.s3control.PutAccessPointPolicyRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.AccessPointAccess;
import io.nephele.services.s3.access.BucketPolicies;
import io.nephele.services.s3.access.BucketPolicy;

/** The policies of access points. */
public final class AccessPointPolicies {
  private final S3World s3;
  private final AccessPointAccess access;

  /** The policies of a world. */
  public AccessPointPolicies(S3World s3) {
    this.s3 = s3;
    this.access = new AccessPointAccess(s3);
  }

  /** Sets the policy of an access point. */
  public Unit put(PutAccessPointPolicyRequest in, Call call) {
    BucketPolicy policy = BucketPolicies.read(in.policy());
    s3.world()
        .store()
        .write(
            transaction -> {
              AccessPoint point =
                  AccessPoints.find(s3, transaction, in.accountId(), in.name(), call);
              access.check(transaction, point, policy, call);
              s3.accessPoints().putPolicy(transaction, point, policy);
              return null;
            });
    return S3World.done(call);
  }

  /** Gives the policy as it was put. */
  public GetAccessPointPolicyResult get(GetAccessPointPolicyRequest in, Call call) {
    return new GetAccessPointPolicyResult().policy(find(in.accountId(), in.name(), call).text());
  }

  private BucketPolicy find(String accountId, String name, Call call) {
    return s3.read(
        reader -> {
          AccessPoint point = AccessPoints.find(s3, reader, accountId, name, call);
          BucketPolicy policy = s3.accessPoints().policy(reader, point);
          if (policy == null) {
            throw AccessPointErrors.noSuchPolicy(name);
          }
          return policy;
        });
  }

  /** Says whether the policy is public; that of a network's access point never is. */
  public GetAccessPointPolicyStatusResult status(GetAccessPointPolicyStatusRequest in, Call call) {
    BucketPolicy policy = find(in.accountId(), in.name(), call);
    AccessPoint point =
        s3.read(reader -> AccessPoints.find(s3, reader, in.accountId(), in.name(), call));
    return new GetAccessPointPolicyStatusResult()
        .policyStatus(new PolicyStatus().isPublic(AccessPointAccess.isPublic(point, policy)));
  }

  /** Removes the policy, if there is one. */
  public Unit delete(DeleteAccessPointPolicyRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              AccessPoint point =
                  AccessPoints.find(s3, transaction, in.accountId(), in.name(), call);
              s3.accessPoints().putPolicy(transaction, point, null);
              return null;
            });
    return S3World.done(call);
  }
}
