package io.nephele.services.iam;

import io.nephele.api.iam.CreateRoleRequest;
import io.nephele.api.iam.CreateRoleResponse;
import io.nephele.api.iam.DeleteRoleRequest;
import io.nephele.api.iam.GetRoleRequest;
import io.nephele.api.iam.GetRoleResponse;
import io.nephele.api.iam.ListRolesRequest;
import io.nephele.api.iam.ListRolesResponse;
import io.nephele.api.iam.UpdateRoleDescriptionRequest;
import io.nephele.api.iam.UpdateRoleDescriptionResponse;
import io.nephele.api.iam.UpdateRoleRequest;
import io.nephele.api.iam.UpdateRoleResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Entities;
import io.nephele.identity.directory.InstanceProfile;
import io.nephele.identity.directory.Role;
import io.nephele.identity.policies.NamedPrincipals;
import io.nephele.model.Unit;
import io.nephele.services.iam.Tags.Taggable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Roles, but for their policies, tags and boundaries. */
final class Roles {
  private static final int DEFAULT_SESSION_SECONDS = 3600;

  private final IamWorld iam;
  private final RoleTrust trust;
  private final RoleViews views;
  private final ManagedPolicies policies;

  Roles(IamWorld iam, RoleTrust trust, RoleViews views, ManagedPolicies policies) {
    this.iam = iam;
    this.trust = trust;
    this.views = views;
    this.policies = policies;
  }

  CreateRoleResponse create(CreateRoleRequest in, Call call) {
    String path = IamWorld.path(in.path());
    if (path.startsWith(ServiceLinkedRoles.PATH)) {
      throw IamErrors.invalidInput(
          "The path " + ServiceLinkedRoles.PATH + " is reserved for service-linked roles.");
    }
    PolicyRules.checkTrust(in.assumeRolePolicyDocument());
    Map<String, String> tags = Tags.of(Taggable.ROLE, in.tags());
    String id = iam.newId("AROA");
    return iam.write(
        call,
        transaction -> {
          Entities<Role> roles = iam.directory().roles();
          if (roles.get(transaction, call.accountId(), in.roleName()) != null) {
            throw IamErrors.exists("Role", in.roleName());
          }
          Quotas.checkOneMore(
              roles.rows(transaction, call.accountId()), Quotas.ROLES, "RolesPerAccount");
          if (in.permissionsBoundary() != null) {
            policies.checkBoundary(transaction, call, in.permissionsBoundary());
          }
          NamedPrincipals.Stored trusted =
              trust.stored(transaction, call, in.assumeRolePolicyDocument());
          Role role =
              new Role(
                  in.roleName(),
                  path,
                  IamWorld.arn(call, "role", path, in.roleName()),
                  id,
                  iam.now(),
                  trusted.document(),
                  trusted.arns(),
                  in.description(),
                  in.maxSessionDuration() == null
                      ? DEFAULT_SESSION_SECONDS
                      : in.maxSessionDuration(),
                  in.permissionsBoundary(),
                  List.of(),
                  Map.of(),
                  tags);
          roles.put(transaction, call.accountId(), role.name(), role);
          return new CreateRoleResponse().role(views.created(transaction, role));
        });
  }

  GetRoleResponse get(GetRoleRequest in, Call call) {
    return iam.read(
        reader -> {
          Role role = iam.role(reader, call, in.roleName());
          return new GetRoleResponse().role(views.full(reader, call.accountId(), role));
        });
  }

  ListRolesResponse list(ListRolesRequest in, Call call) {
    String prefix = in.pathPrefix() == null ? "/" : in.pathPrefix();
    return iam.read(
        reader -> {
          Pages.Page<Role> page =
              Pages.byName(
                  after -> rolesAfter(reader, call, after, prefix),
                  Role::name,
                  in.marker(),
                  in.maxItems());
          return new ListRolesResponse()
              .roles(page.map(role -> views.listed(reader, role)).items())
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  private Iterator<Role> rolesAfter(Reader reader, Call call, String name, String pathPrefix) {
    return Filtered.of(
        iam.directory().roles().after(reader, call.accountId(), name),
        role -> role.path().startsWith(pathPrefix));
  }

  UpdateRoleResponse update(UpdateRoleRequest in, Call call) {
    iam.write(
        call,
        transaction -> {
          Role role = iam.role(transaction, call, in.roleName());
          if (in.maxSessionDuration() != null) {
            ServiceLinkedRoles.checkModifiable(role);
            role = role.withMaxSessionSeconds(in.maxSessionDuration());
          }
          if (in.description() != null) {
            role = role.withDescription(in.description());
          }
          iam.directory().roles().put(transaction, call.accountId(), role.name(), role);
          return null;
        });
    return new UpdateRoleResponse();
  }

  UpdateRoleDescriptionResponse updateDescription(UpdateRoleDescriptionRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          Role role = iam.role(transaction, call, in.roleName()).withDescription(in.description());
          iam.directory().roles().put(transaction, call.accountId(), role.name(), role);
          return new UpdateRoleDescriptionResponse().role(views.created(transaction, role));
        });
  }

  Unit delete(DeleteRoleRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          Role role = iam.role(transaction, call, in.roleName());
          ServiceLinkedRoles.checkModifiable(role);
          if (isInInstanceProfile(transaction, call, role)) {
            throw IamErrors.mustFirst("remove roles from instance profile");
          }
          if (!role.attached().isEmpty()) {
            throw IamErrors.mustFirst("detach all policies");
          }
          if (!role.inline().isEmpty()) {
            throw IamErrors.mustFirst("delete policies");
          }
          iam.directory().roles().delete(transaction, call.accountId(), role.name());
          iam.directory().roleUses().delete(transaction, call.accountId(), role.name());
          return IamWorld.done(call);
        });
  }

  private boolean isInInstanceProfile(Reader reader, Call call, Role role) {
    for (InstanceProfile profile :
        iam.directory().instanceProfiles().all(reader, call.accountId())) {
      if (role.name().equals(profile.roleName())) {
        return true;
      }
    }
    return false;
  }
}
