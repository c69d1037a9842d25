package io.nephele.services.iam;

import io.nephele.api.iam.DeleteRolePermissionsBoundaryRequest;
import io.nephele.api.iam.DeleteUserPermissionsBoundaryRequest;
import io.nephele.api.iam.PutRolePermissionsBoundaryRequest;
import io.nephele.api.iam.PutUserPermissionsBoundaryRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.model.Unit;

/** The permissions boundaries of users and roles. */
final class PermissionsBoundaries {
  private final IamWorld iam;
  private final ManagedPolicies policies;

  PermissionsBoundaries(IamWorld iam, ManagedPolicies policies) {
    this.iam = iam;
    this.policies = policies;
  }

  Unit putRole(PutRolePermissionsBoundaryRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          Role role = modifiableRole(transaction, call, in.roleName());
          policies.checkBoundary(transaction, call, in.permissionsBoundary());
          return store(transaction, call, role.withBoundary(in.permissionsBoundary()));
        });
  }

  Unit deleteRole(DeleteRolePermissionsBoundaryRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          Role role = modifiableRole(transaction, call, in.roleName());
          return store(transaction, call, role.withBoundary(null));
        });
  }

  Unit putUser(PutUserPermissionsBoundaryRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, in.userName());
          policies.checkBoundary(transaction, call, in.permissionsBoundary());
          return store(transaction, call, user.withBoundary(in.permissionsBoundary()));
        });
  }

  Unit deleteUser(DeleteUserPermissionsBoundaryRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, in.userName());
          return store(transaction, call, user.withBoundary(null));
        });
  }

  private Role modifiableRole(Transaction transaction, Call call, String name) {
    Role role = iam.role(transaction, call, name);
    ServiceLinkedRoles.checkModifiable(role);
    return role;
  }

  private Unit store(Transaction transaction, Call call, Role role) {
    iam.directory().roles().put(transaction, call.accountId(), role.name(), role);
    return IamWorld.done(call);
  }

  private Unit store(Transaction transaction, Call call, User user) {
    iam.directory().users().put(transaction, call.accountId(), user.name(), user);
    return IamWorld.done(call);
  }
}
