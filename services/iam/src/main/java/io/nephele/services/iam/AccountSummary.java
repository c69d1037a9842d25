package io.nephele.services.iam;

import io.nephele.api.iam.GetAccountSummaryResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.AccountSettings;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.model.Unit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operation that counts what an account has and tells how much it may have. */
final class AccountSummary {
  private static final int POLICY_VERSIONS_IN_USE = 10_000;

  private final IamWorld iam;
  private final KeyTable keys;
  private final CredentialTables credentials;

  AccountSummary(IamWorld iam, KeyTable keys, CredentialTables credentials) {
    this.iam = iam;
    this.keys = keys;
    this.credentials = credentials;
  }

  GetAccountSummaryResponse get(Unit in, Call call) {
    Map<String, Integer> summary = new LinkedHashMap<>();
    addQuotas(summary);
    iam.read(
        reader -> {
          addEntities(summary, reader, call.accountId());
          addRootUser(summary, reader, call);
          return null;
        });
    return new GetAccountSummaryResponse().summaryMap(summary);
  }

  private static void addQuotas(Map<String, Integer> to) {
    to.put("AccessKeysPerUserQuota", AccessKeys.MAX_KEYS);
    to.put("AssumeRolePolicySizeQuota", PolicyRules.MAX_TRUST_SIZE);
    to.put("AttachedPoliciesPerGroupQuota", PolicyAttachments.MOST);
    to.put("AttachedPoliciesPerRoleQuota", PolicyAttachments.MOST);
    to.put("AttachedPoliciesPerUserQuota", PolicyAttachments.MOST);
    to.put("GroupPolicySizeQuota", PolicyHolders.Kind.GROUP.maxInlineSize());
    to.put("GroupsPerUserQuota", GroupMemberships.MAX_GROUPS_OF_USER);
    to.put("GroupsQuota", Quotas.GROUPS);
    to.put("InstanceProfilesQuota", Quotas.INSTANCE_PROFILES);
    to.put("PoliciesQuota", Quotas.POLICIES);
    to.put("PolicySizeQuota", PolicyRules.MAX_MANAGED_SIZE);
    to.put("PolicyVersionsInUseQuota", POLICY_VERSIONS_IN_USE);
    to.put("RolePolicySizeQuota", PolicyHolders.Kind.ROLE.maxInlineSize());
    to.put("RolesQuota", Quotas.ROLES);
    to.put("ServerCertificatesQuota", ServerCertificates.MAX_CERTIFICATES);
    to.put("SigningCertificatesPerUserQuota", SigningCertificates.MAX_CERTIFICATES);
    to.put("UserPolicySizeQuota", PolicyHolders.Kind.USER.maxInlineSize());
    to.put("UsersQuota", Quotas.USERS);
    to.put("VersionsPerPolicyQuota", PolicyVersions.MOST);
  }

  private void addEntities(Map<String, Integer> to, Reader reader, String account) {
    Directory directory = iam.directory();
    List<User> users = directory.users().all(reader, account);
    List<Group> groups = directory.groups().all(reader, account);
    List<Role> roles = directory.roles().all(reader, account);
    List<MfaDevice> devices = directory.mfaDevices().all(reader, account);
    to.put("Groups", groups.size());
    to.put("InstanceProfiles", directory.instanceProfiles().all(reader, account).size());
    to.put("MFADevices", devices.size());
    to.put(
        "MFADevicesInUse",
        (int) devices.stream().filter(device -> device.userName() != null).count());
    to.put("Policies", directory.policies().all(reader, account).size());
    to.put("PolicyVersionsInUse", policiesInUse(users, groups, roles).size());
    to.put(
        "Providers",
        directory.oidcProviders().all(reader, account).size()
            + directory.samlProviders().all(reader, account).size());
    to.put("Roles", roles.size());
    to.put("ServerCertificates", directory.serverCertificates().all(reader, account).size());
    to.put("Users", users.size());
  }

  /** The managed policies that are attached or are boundaries, each counted once. */
  private static Set<String> policiesInUse(List<User> users, List<Group> groups, List<Role> roles) {
    Set<String> used = new HashSet<>();
    for (User user : users) {
      used.addAll(user.attached());
      used.add(user.boundary());
    }
    for (Group group : groups) {
      used.addAll(group.attached());
    }
    for (Role role : roles) {
      used.addAll(role.attached());
      used.add(role.boundary());
    }
    used.remove(null); // those without a boundary
    return used;
  }

  /** Root users have keys, devices and certificates here, but nobody can give them a password. */
  private void addRootUser(Map<String, Integer> to, Reader reader, Call call) {
    String account = call.accountId();
    AccountSettings settings = iam.account(reader, call);
    boolean mfa =
        iam.directory().mfaDevices().all(reader, account).stream()
            .anyMatch(device -> device.isOf(""));
    to.put("AccountAccessKeysPresent", keys.ofOwner(reader, account, account).isEmpty() ? 0 : 1);
    to.put("AccountMFAEnabled", mfa ? 1 : 0);
    to.put("AccountPasswordPresent", 0);
    to.put(
        "AccountSigningCertificatesPresent",
        credentials.signingCertificates().has(reader, account, account) ? 1 : 0);
    to.put("GlobalEndpointTokenVersion", settings.globalTokenVersion() == 2 ? 2 : 1);
  }
}
