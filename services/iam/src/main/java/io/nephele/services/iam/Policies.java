package io.nephele.services.iam;

import io.nephele.api.iam.CreatePolicyRequest;
import io.nephele.api.iam.CreatePolicyResponse;
import io.nephele.api.iam.DeleteConflictException;
import io.nephele.api.iam.DeletePolicyRequest;
import io.nephele.api.iam.EntityAlreadyExistsException;
import io.nephele.api.iam.GetPolicyRequest;
import io.nephele.api.iam.GetPolicyResponse;
import io.nephele.api.iam.Policy;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.Entities;
import io.nephele.identity.directory.ManagedPolicy;
import io.nephele.identity.directory.PolicyVersion;
import io.nephele.model.Unit;
import io.nephele.services.iam.Tags.Taggable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Managed policies, but for lists of them, their versions and what they are attached to. */
final class Policies {
  private final IamWorld iam;
  private final ManagedPolicies managed;

  Policies(IamWorld iam, ManagedPolicies managed) {
    this.iam = iam;
    this.managed = managed;
  }

  CreatePolicyResponse create(CreatePolicyRequest in, Call call) {
    PolicyRules.checkManaged(in.policyDocument());
    Map<String, String> tags = Tags.of(Taggable.POLICY, in.tags());
    String path = IamWorld.path(in.path());
    String name = in.policyName();
    String id = iam.newId("ANPA");
    Instant now = iam.now();
    return iam.write(
        call,
        transaction -> {
          Entities<ManagedPolicy> policies = iam.directory().policies();
          if (policies.get(transaction, call.accountId(), name) != null) {
            throw new EntityAlreadyExistsException(
                "A policy called " + name + " already exists. Duplicate names are not allowed.");
          }
          Quotas.checkOneMore(
              policies.rows(transaction, call.accountId()), Quotas.POLICIES, "PoliciesPerAccount");
          ManagedPolicy policy =
              new ManagedPolicy(
                  name,
                  path,
                  IamWorld.arn(call, "policy", path, name),
                  id,
                  in.description(),
                  now,
                  now,
                  "v1",
                  List.of(new PolicyVersion("v1", in.policyDocument(), now)),
                  1,
                  tags);
          policies.put(transaction, call.accountId(), name, policy);
          return new CreatePolicyResponse()
              .policy(
                  view(policy)
                      .attachmentCount(0)
                      .permissionsBoundaryUsageCount(0)
                      .tags(Tags.listOrNull(tags)));
        });
  }

  GetPolicyResponse get(GetPolicyRequest in, Call call) {
    return iam.read(
        reader -> {
          ManagedPolicy policy = managed.get(reader, call, in.policyArn());
          PolicyUsage usage = PolicyUsage.of(reader, call.accountId(), iam.directory());
          return new GetPolicyResponse()
              .policy(
                  counted(policy, usage)
                      .description(policy.description())
                      .tags(Tags.list(policy.tags())));
        });
  }

  Unit delete(DeletePolicyRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          ManagedPolicy policy = managed.getOwn(transaction, call, in.policyArn());
          if (PolicyUsage.of(transaction, call.accountId(), iam.directory()).isUsed(policy.arn())) {
            throw new DeleteConflictException("Cannot delete a policy attached to entities.");
          }
          if (policy.versions().size() > 1) {
            throw new DeleteConflictException(
                "This policy has more than one version. Before you delete a policy, you must"
                    + " delete the policy's versions. The default version is deleted with the"
                    + " policy.");
          }
          iam.directory().policies().delete(transaction, call.accountId(), policy.name());
          return IamWorld.done(call);
        });
  }

  /** A policy as lists have it. */
  static Policy counted(ManagedPolicy policy, PolicyUsage usage) {
    return view(policy)
        .attachmentCount(usage.attachments(policy.arn()))
        .permissionsBoundaryUsageCount(usage.boundaries(policy.arn()));
  }

  private static Policy view(ManagedPolicy policy) {
    return new Policy()
        .policyName(policy.name())
        .policyId(policy.id())
        .arn(policy.arn())
        .path(policy.path())
        .defaultVersionId(policy.defaultVersion())
        .isAttachable(true)
        .createDate(policy.createdAt())
        .updateDate(policy.updatedAt());
  }
}
