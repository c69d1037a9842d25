package io.nephele.services.iam;

import io.nephele.api.iam.Iam;
import io.nephele.core.call.Bindings;

/** Binds the operations of roles, instance profiles and policies of all kinds. */
final class RolesAndPolicies {
  private RolesAndPolicies() {}

  static void bind(Bindings on, IamWorld iam) {
    ManagedPolicies managed = new ManagedPolicies(iam);
    RoleTrust roleTrust = new RoleTrust(iam);
    RoleViews roleViews = new RoleViews(iam, roleTrust);
    PolicyHolders holders = new PolicyHolders(iam);
    bindInlinePolicies(on, new InlinePolicies(iam, holders));
    bindInstanceProfiles(on, iam, new InstanceProfiles(iam, roleViews));
    bindPermissionsBoundaries(on, new PermissionsBoundaries(iam, managed));
    bindPolicies(on, iam, managed);
    bindPolicyAttachments(on, new PolicyAttachments(iam, holders, managed));
    bindRoles(on, new Roles(iam, roleTrust, roleViews, managed), roleTrust, new RoleTags(iam));
    bindServiceLinkedRoles(on, new ServiceLinkedRoles(iam, roleViews));
  }

  private static void bindInlinePolicies(Bindings on, InlinePolicies inline) {
    on.bind(Iam.DeleteGroupPolicy, inline::deleteGroup);
    on.bind(Iam.DeleteRolePolicy, inline::deleteRole);
    on.bind(Iam.DeleteUserPolicy, inline::deleteUser);
    on.bind(Iam.GetGroupPolicy, inline::getGroup);
    on.bind(Iam.GetRolePolicy, inline::getRole);
    on.bind(Iam.GetUserPolicy, inline::getUser);
    on.bind(Iam.ListGroupPolicies, inline::listGroup);
    on.bind(Iam.ListRolePolicies, inline::listRole);
    on.bind(Iam.ListUserPolicies, inline::listUser);
    on.bind(Iam.PutGroupPolicy, inline::putGroup);
    on.bind(Iam.PutRolePolicy, inline::putRole);
    on.bind(Iam.PutUserPolicy, inline::putUser);
  }

  private static void bindInstanceProfiles(Bindings on, IamWorld iam, InstanceProfiles profiles) {
    InstanceProfileTags tags = new InstanceProfileTags(iam, profiles);
    on.bind(Iam.AddRoleToInstanceProfile, profiles::addRole);
    on.bind(Iam.CreateInstanceProfile, profiles::create);
    on.bind(Iam.DeleteInstanceProfile, profiles::delete);
    on.bind(Iam.GetInstanceProfile, profiles::get);
    on.bind(Iam.ListInstanceProfileTags, tags::list);
    on.bind(Iam.ListInstanceProfiles, profiles::list);
    on.bind(Iam.ListInstanceProfilesForRole, profiles::listForRole);
    on.bind(Iam.RemoveRoleFromInstanceProfile, profiles::removeRole);
    on.bind(Iam.TagInstanceProfile, tags::tag);
    on.bind(Iam.UntagInstanceProfile, tags::untag);
  }

  private static void bindPermissionsBoundaries(Bindings on, PermissionsBoundaries boundaries) {
    on.bind(Iam.DeleteRolePermissionsBoundary, boundaries::deleteRole);
    on.bind(Iam.DeleteUserPermissionsBoundary, boundaries::deleteUser);
    on.bind(Iam.PutRolePermissionsBoundary, boundaries::putRole);
    on.bind(Iam.PutUserPermissionsBoundary, boundaries::putUser);
  }

  private static void bindPolicies(Bindings on, IamWorld iam, ManagedPolicies managed) {
    Policies policies = new Policies(iam, managed);
    PolicyTags tags = new PolicyTags(iam, managed);
    PolicyVersions versions = new PolicyVersions(iam, managed);
    on.bind(Iam.CreatePolicy, policies::create);
    on.bind(Iam.CreatePolicyVersion, versions::create);
    on.bind(Iam.DeletePolicy, policies::delete);
    on.bind(Iam.DeletePolicyVersion, versions::delete);
    on.bind(Iam.GetPolicy, policies::get);
    on.bind(Iam.GetPolicyVersion, versions::get);
    on.bind(Iam.ListEntitiesForPolicy, new PolicyEntities(iam, managed)::list);
    on.bind(Iam.ListPolicies, new PolicyLists(iam)::list);
    on.bind(Iam.ListPolicyTags, tags::list);
    on.bind(Iam.ListPolicyVersions, versions::list);
    on.bind(Iam.SetDefaultPolicyVersion, versions::setDefault);
    on.bind(Iam.TagPolicy, tags::tag);
    on.bind(Iam.UntagPolicy, tags::untag);
  }

  private static void bindPolicyAttachments(Bindings on, PolicyAttachments attachments) {
    on.bind(Iam.AttachGroupPolicy, attachments::attachGroup);
    on.bind(Iam.AttachRolePolicy, attachments::attachRole);
    on.bind(Iam.AttachUserPolicy, attachments::attachUser);
    on.bind(Iam.DetachGroupPolicy, attachments::detachGroup);
    on.bind(Iam.DetachRolePolicy, attachments::detachRole);
    on.bind(Iam.DetachUserPolicy, attachments::detachUser);
    on.bind(Iam.ListAttachedGroupPolicies, attachments::listGroup);
    on.bind(Iam.ListAttachedRolePolicies, attachments::listRole);
    on.bind(Iam.ListAttachedUserPolicies, attachments::listUser);
  }

  private static void bindRoles(Bindings on, Roles roles, RoleTrust trust, RoleTags tags) {
    on.bind(Iam.CreateRole, roles::create);
    on.bind(Iam.DeleteRole, roles::delete);
    on.bind(Iam.GetRole, roles::get);
    on.bind(Iam.ListRoleTags, tags::list);
    on.bind(Iam.ListRoles, roles::list);
    on.bind(Iam.TagRole, tags::tag);
    on.bind(Iam.UntagRole, tags::untag);
    on.bind(Iam.UpdateAssumeRolePolicy, trust::update);
    on.bind(Iam.UpdateRole, roles::update);
    on.bind(Iam.UpdateRoleDescription, roles::updateDescription);
  }

  private static void bindServiceLinkedRoles(Bindings on, ServiceLinkedRoles roles) {
    on.bind(Iam.CreateServiceLinkedRole, roles::create);
    on.bind(Iam.DeleteServiceLinkedRole, roles::delete);
    on.bind(Iam.GetServiceLinkedRoleDeletionStatus, roles::deletionStatus);
  }
}
