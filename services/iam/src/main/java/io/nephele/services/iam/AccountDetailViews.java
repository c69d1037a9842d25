package io.nephele.services.iam;

import io.nephele.api.iam.AttachedPolicy;
import io.nephele.api.iam.GroupDetail;
import io.nephele.api.iam.InstanceProfile;
import io.nephele.api.iam.ManagedPolicyDetail;
import io.nephele.api.iam.PolicyDetail;
import io.nephele.api.iam.RoleDetail;
import io.nephele.api.iam.UserDetail;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.ManagedPolicy;
import io.nephele.identity.directory.PolicyVersion;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Users, roles, groups and policies as the details of an account have them. */
final class AccountDetailViews {
  private final IamWorld iam;
  private final RoleViews roleViews;
  private final InstanceProfiles instanceProfiles;

  AccountDetailViews(IamWorld iam) {
    this.iam = iam;
    this.roleViews = new RoleViews(iam, new RoleTrust(iam));
    this.instanceProfiles = new InstanceProfiles(iam, roleViews);
  }

  UserDetail user(User user) {
    return new UserDetail()
        .path(user.path())
        .userName(user.name())
        .userId(user.id())
        .arn(user.arn())
        .createDate(user.createdAt())
        .userPolicyList(user.inline().isEmpty() ? null : inline(user.inline()))
        .groupList(user.groups())
        .attachedManagedPolicies(attached(user.attached()))
        .permissionsBoundary(UserForm.boundary(user.boundary()))
        .tags(Tags.list(user.tags()));
  }

  GroupDetail group(Group group) {
    return new GroupDetail()
        .path(group.path())
        .groupName(group.name())
        .groupId(group.id())
        .arn(group.arn())
        .createDate(group.createdAt())
        .groupPolicyList(inline(group.inline()))
        .attachedManagedPolicies(attached(group.attached()));
  }

  RoleDetail role(Reader reader, Call call, Role role) {
    io.nephele.api.iam.Role view = roleViews.full(reader, call.accountId(), role);
    return new RoleDetail()
        .path(role.path())
        .roleName(role.name())
        .roleId(role.id())
        .arn(role.arn())
        .createDate(role.createdAt())
        .assumeRolePolicyDocument(view.assumeRolePolicyDocument())
        .instanceProfileList(profiles(reader, call, role))
        .rolePolicyList(inline(role.inline()))
        .attachedManagedPolicies(attached(role.attached()))
        .permissionsBoundary(view.permissionsBoundary())
        .tags(Tags.list(role.tags()))
        .roleLastUsed(view.roleLastUsed());
  }

  private List<InstanceProfile> profiles(Reader reader, Call call, Role role) {
    List<InstanceProfile> profiles = new ArrayList<>();
    for (io.nephele.identity.directory.InstanceProfile profile :
        iam.directory().instanceProfiles().all(reader, call.accountId())) {
      if (role.name().equals(profile.roleName())) {
        profiles.add(instanceProfiles.view(reader, call, profile));
      }
    }
    return profiles;
  }

  ManagedPolicyDetail policy(ManagedPolicy policy, PolicyUsage usage) {
    List<io.nephele.api.iam.PolicyVersion> versions = new ArrayList<>();
    for (PolicyVersion version : policy.versions().reversed()) {
      versions.add(
          new io.nephele.api.iam.PolicyVersion()
              .document(Documents.encoded(version.document()))
              .versionId(version.id())
              .isDefaultVersion(version.id().equals(policy.defaultVersion()))
              .createDate(version.createdAt()));
    }
    return new ManagedPolicyDetail()
        .policyName(policy.name())
        .policyId(policy.id())
        .arn(policy.arn())
        .path(policy.path())
        .defaultVersionId(policy.defaultVersion())
        .attachmentCount(usage.attachments(policy.arn()))
        .permissionsBoundaryUsageCount(usage.boundaries(policy.arn()))
        .isAttachable(true)
        .createDate(policy.createdAt())
        .updateDate(policy.updatedAt())
        .policyVersionList(versions);
  }

  private static List<PolicyDetail> inline(Map<String, String> policies) {
    List<PolicyDetail> details = new ArrayList<>(policies.size());
    policies.forEach(
        (name, document) ->
            details.add(
                new PolicyDetail().policyName(name).policyDocument(Documents.encoded(document))));
    return details;
  }

  private static List<AttachedPolicy> attached(List<String> arns) {
    List<AttachedPolicy> policies = new ArrayList<>(arns.size());
    for (String arn : arns) {
      policies.add(new AttachedPolicy().policyName(IamWorld.lastPart(arn)).policyArn(arn));
    }
    return policies;
  }
}
