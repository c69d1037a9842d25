package io.nephele.services.iam;

import io.nephele.api.iam.RoleLastUsed;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.RoleUse;
import java.time.Duration;

/** Roles as results have them, which differ in how much they tell. */
final class RoleViews {
  /** For how long AWS remembers that a role was used. */
  private static final Duration TRACKING = Duration.ofDays(400);

  private final IamWorld iam;
  private final RoleTrust trust;

  RoleViews(IamWorld iam, RoleTrust trust) {
    this.iam = iam;
    this.trust = trust;
  }

  /** A role in a list, in an instance profile. */
  io.nephele.api.iam.Role listed(Reader reader, Role role) {
    return new io.nephele.api.iam.Role()
        .path(role.path())
        .roleName(role.name())
        .roleId(role.id())
        .arn(role.arn())
        .createDate(role.createdAt())
        .assumeRolePolicyDocument(trust.shown(reader, role))
        .description(role.description())
        .maxSessionDuration(role.maxSessionSeconds());
  }

  /** A role that was just made or changed. */
  io.nephele.api.iam.Role created(Reader reader, Role role) {
    return listed(reader, role)
        .tags(Tags.listOrNull(role.tags()))
        .permissionsBoundary(UserForm.boundary(role.boundary()));
  }

  /** All that there is to tell of a role. */
  io.nephele.api.iam.Role full(Reader reader, String accountId, Role role) {
    RoleLastUsed lastUsed = new RoleLastUsed();
    RoleUse use = iam.directory().roleUses().get(reader, accountId, role.name());
    if (use != null && use.at().isAfter(iam.now().minus(TRACKING))) {
      lastUsed.lastUsedDate(use.at()).region(use.region());
    }
    return created(reader, role).roleLastUsed(lastUsed);
  }
}
