package io.nephele.services.iam;

import io.nephele.api.iam.AttachGroupPolicyRequest;
import io.nephele.api.iam.AttachRolePolicyRequest;
import io.nephele.api.iam.AttachUserPolicyRequest;
import io.nephele.api.iam.AttachedPolicy;
import io.nephele.api.iam.DetachGroupPolicyRequest;
import io.nephele.api.iam.DetachRolePolicyRequest;
import io.nephele.api.iam.DetachUserPolicyRequest;
import io.nephele.api.iam.ListAttachedGroupPoliciesRequest;
import io.nephele.api.iam.ListAttachedGroupPoliciesResponse;
import io.nephele.api.iam.ListAttachedRolePoliciesRequest;
import io.nephele.api.iam.ListAttachedRolePoliciesResponse;
import io.nephele.api.iam.ListAttachedUserPoliciesRequest;
import io.nephele.api.iam.ListAttachedUserPoliciesResponse;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.iam.PolicyHolders.Holder;
import io.nephele.services.iam.PolicyHolders.Kind;
import java.util.ArrayList;
import java.util.List;

/** Managed policies attached to users, groups and roles. */
final class PolicyAttachments {
  static final int MOST = 10;

  private final IamWorld iam;
  private final PolicyHolders holders;
  private final ManagedPolicies policies;

  PolicyAttachments(IamWorld iam, PolicyHolders holders, ManagedPolicies policies) {
    this.iam = iam;
    this.holders = holders;
    this.policies = policies;
  }

  Unit attachGroup(AttachGroupPolicyRequest in, Call call) {
    return attach(Kind.GROUP, in.groupName(), in.policyArn(), call);
  }

  Unit attachRole(AttachRolePolicyRequest in, Call call) {
    return attach(Kind.ROLE, in.roleName(), in.policyArn(), call);
  }

  Unit attachUser(AttachUserPolicyRequest in, Call call) {
    return attach(Kind.USER, in.userName(), in.policyArn(), call);
  }

  private Unit attach(Kind kind, String name, String arn, Call call) {
    return iam.write(
        call,
        transaction -> {
          Holder holder = holders.getModifiable(transaction, call, kind, name);
          policies.checkAttachable(transaction, call, arn, kind.title());
          if (holder.attached().contains(arn)) {
            return IamWorld.done(call);
          }
          if (holder.attached().size() >= MOST) {
            throw IamErrors.limit("PoliciesPer" + kind.title(), MOST);
          }
          List<String> attached = new ArrayList<>(holder.attached());
          attached.add(arn);
          holders.setAttached(transaction, call, holder, attached);
          return IamWorld.done(call);
        });
  }

  Unit detachGroup(DetachGroupPolicyRequest in, Call call) {
    return detach(Kind.GROUP, in.groupName(), in.policyArn(), call);
  }

  Unit detachRole(DetachRolePolicyRequest in, Call call) {
    return detach(Kind.ROLE, in.roleName(), in.policyArn(), call);
  }

  Unit detachUser(DetachUserPolicyRequest in, Call call) {
    return detach(Kind.USER, in.userName(), in.policyArn(), call);
  }

  private Unit detach(Kind kind, String name, String arn, Call call) {
    return iam.write(
        call,
        transaction -> {
          Holder holder = holders.getModifiable(transaction, call, kind, name);
          List<String> attached = new ArrayList<>(holder.attached());
          if (!attached.remove(arn)) {
            throw IamErrors.policyNotFound(arn);
          }
          holders.setAttached(transaction, call, holder, attached);
          return IamWorld.done(call);
        });
  }

  ListAttachedGroupPoliciesResponse listGroup(ListAttachedGroupPoliciesRequest in, Call call) {
    Pages.Page<AttachedPolicy> page =
        list(Kind.GROUP, in.groupName(), in.pathPrefix(), in.marker(), in.maxItems(), call);
    return new ListAttachedGroupPoliciesResponse()
        .attachedPolicies(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  ListAttachedRolePoliciesResponse listRole(ListAttachedRolePoliciesRequest in, Call call) {
    Pages.Page<AttachedPolicy> page =
        list(Kind.ROLE, in.roleName(), in.pathPrefix(), in.marker(), in.maxItems(), call);
    return new ListAttachedRolePoliciesResponse()
        .attachedPolicies(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  ListAttachedUserPoliciesResponse listUser(ListAttachedUserPoliciesRequest in, Call call) {
    Pages.Page<AttachedPolicy> page =
        list(Kind.USER, in.userName(), in.pathPrefix(), in.marker(), in.maxItems(), call);
    return new ListAttachedUserPoliciesResponse()
        .attachedPolicies(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  private Pages.Page<AttachedPolicy> list(
      Kind kind, String name, String pathPrefix, String marker, Integer maxItems, Call call) {
    Holder holder = iam.read(reader -> holders.get(reader, call, kind, name));
    List<AttachedPolicy> attached = new ArrayList<>();
    for (String arn : holder.attached()) {
      if (pathPrefix == null || path(arn).startsWith(pathPrefix)) {
        attached.add(view(arn));
      }
    }
    return Pages.byPosition(attached, marker, maxItems);
  }

  /** An attached policy as results have it. */
  static AttachedPolicy view(String arn) {
    return new AttachedPolicy().policyName(IamWorld.lastPart(arn)).policyArn(arn);
  }

  private static String path(String arn) {
    return arn.substring(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
  }
}
