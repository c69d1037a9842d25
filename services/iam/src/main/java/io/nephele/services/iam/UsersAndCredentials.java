package io.nephele.services.iam;

import io.nephele.api.iam.Iam;
import io.nephele.core.call.Bindings;

/** Binds the operations on users, groups and what they prove who they are with. */
final class UsersAndCredentials {
  private UsersAndCredentials() {}

  static void bind(Bindings on, IamWorld iam) {
    CredentialTables tables = new CredentialTables();
    KeyTable keys = new KeyTable(iam.directory());
    bindAccessKeys(on, new AccessKeys(iam, keys));
    bindAccountAliases(on, new AccountAliases(iam));
    bindGroupMemberships(on, new GroupMemberships(iam));
    bindGroups(on, new Groups(iam));
    bindLoginProfiles(on, new LoginProfiles(iam, tables));
    bindMfaDevices(on, new MfaDevices(iam));
    bindPasswordPolicies(on, new PasswordPolicies(iam));
    bindSecurityTokenPreferences(on, new SecurityTokenPreferences(iam));
    bindServiceCredentials(on, new ServiceCredentials(iam, tables));
    bindSigningCertificates(on, new SigningCertificates(iam, tables));
    bindSshPublicKeys(on, new SshPublicKeys(iam, tables));
    bindUsers(on, new Users(iam, new UserBelongings(iam, keys, tables)));
    bindUserTags(on, new UserTags(iam));
    bindVirtualMfaDevices(on, new VirtualMfaDevices(iam));
  }

  private static void bindAccessKeys(Bindings on, AccessKeys accessKeys) {
    on.bind(Iam.CreateAccessKey, accessKeys::create);
    on.bind(Iam.DeleteAccessKey, accessKeys::delete);
    on.bind(Iam.GetAccessKeyLastUsed, accessKeys::lastUsed);
    on.bind(Iam.ListAccessKeys, accessKeys::list);
    on.bind(Iam.UpdateAccessKey, accessKeys::update);
  }

  private static void bindAccountAliases(Bindings on, AccountAliases aliases) {
    on.bind(Iam.CreateAccountAlias, aliases::create);
    on.bind(Iam.DeleteAccountAlias, aliases::delete);
    on.bind(Iam.ListAccountAliases, aliases::list);
  }

  private static void bindGroupMemberships(Bindings on, GroupMemberships memberships) {
    on.bind(Iam.AddUserToGroup, memberships::add);
    on.bind(Iam.ListGroupsForUser, memberships::ofUser);
    on.bind(Iam.RemoveUserFromGroup, memberships::remove);
  }

  private static void bindGroups(Bindings on, Groups groups) {
    on.bind(Iam.CreateGroup, groups::create);
    on.bind(Iam.DeleteGroup, groups::delete);
    on.bind(Iam.GetGroup, groups::get);
    on.bind(Iam.ListGroups, groups::list);
    on.bind(Iam.UpdateGroup, groups::update);
  }

  private static void bindLoginProfiles(Bindings on, LoginProfiles logins) {
    on.bind(Iam.ChangePassword, logins::change);
    on.bind(Iam.CreateLoginProfile, logins::create);
    on.bind(Iam.DeleteLoginProfile, logins::delete);
    on.bind(Iam.GetLoginProfile, logins::get);
    on.bind(Iam.UpdateLoginProfile, logins::update);
  }

  private static void bindMfaDevices(Bindings on, MfaDevices mfaDevices) {
    on.bind(Iam.DeactivateMFADevice, mfaDevices::deactivate);
    on.bind(Iam.EnableMFADevice, mfaDevices::enable);
    on.bind(Iam.GetMFADevice, mfaDevices::get);
    on.bind(Iam.ListMFADevices, mfaDevices::list);
    on.bind(Iam.ResyncMFADevice, mfaDevices::resync);
  }

  private static void bindPasswordPolicies(Bindings on, PasswordPolicies passwordPolicies) {
    on.bind(Iam.DeleteAccountPasswordPolicy, passwordPolicies::delete);
    on.bind(Iam.GetAccountPasswordPolicy, passwordPolicies::get);
    on.bind(Iam.UpdateAccountPasswordPolicy, passwordPolicies::update);
  }

  private static void bindSecurityTokenPreferences(
      Bindings on, SecurityTokenPreferences tokenPreferences) {
    on.bind(Iam.SetSecurityTokenServicePreferences, tokenPreferences::set);
  }

  private static void bindServiceCredentials(Bindings on, ServiceCredentials serviceCredentials) {
    on.bind(Iam.CreateServiceSpecificCredential, serviceCredentials::create);
    on.bind(Iam.DeleteServiceSpecificCredential, serviceCredentials::delete);
    on.bind(Iam.ListServiceSpecificCredentials, serviceCredentials::list);
    on.bind(Iam.ResetServiceSpecificCredential, serviceCredentials::reset);
    on.bind(Iam.UpdateServiceSpecificCredential, serviceCredentials::update);
  }

  private static void bindSigningCertificates(Bindings on, SigningCertificates certificates) {
    on.bind(Iam.DeleteSigningCertificate, certificates::delete);
    on.bind(Iam.ListSigningCertificates, certificates::list);
    on.bind(Iam.UpdateSigningCertificate, certificates::update);
    on.bind(Iam.UploadSigningCertificate, certificates::upload);
  }

  private static void bindSshPublicKeys(Bindings on, SshPublicKeys sshKeys) {
    on.bind(Iam.DeleteSSHPublicKey, sshKeys::delete);
    on.bind(Iam.GetSSHPublicKey, sshKeys::get);
    on.bind(Iam.ListSSHPublicKeys, sshKeys::list);
    on.bind(Iam.UpdateSSHPublicKey, sshKeys::update);
    on.bind(Iam.UploadSSHPublicKey, sshKeys::upload);
  }

  private static void bindUsers(Bindings on, Users users) {
    on.bind(Iam.CreateUser, users::create);
    on.bind(Iam.DeleteUser, users::delete);
    on.bind(Iam.GetUser, users::get);
    on.bind(Iam.ListUsers, users::list);
    on.bind(Iam.UpdateUser, users::update);
  }

  private static void bindUserTags(Bindings on, UserTags userTags) {
    on.bind(Iam.ListUserTags, userTags::list);
    on.bind(Iam.TagUser, userTags::tag);
    on.bind(Iam.UntagUser, userTags::untag);
  }

  private static void bindVirtualMfaDevices(Bindings on, VirtualMfaDevices virtualDevices) {
    on.bind(Iam.CreateVirtualMFADevice, virtualDevices::create);
    on.bind(Iam.DeleteVirtualMFADevice, virtualDevices::delete);
    on.bind(Iam.ListMFADeviceTags, virtualDevices::listTags);
    on.bind(Iam.ListVirtualMFADevices, virtualDevices::list);
    on.bind(Iam.TagMFADevice, virtualDevices::tag);
    on.bind(Iam.UntagMFADevice, virtualDevices::untag);
  }
}
