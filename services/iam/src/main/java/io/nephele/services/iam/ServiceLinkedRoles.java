package io.nephele.services.iam;

import io.nephele.api.iam.CreateServiceLinkedRoleRequest;
import io.nephele.api.iam.CreateServiceLinkedRoleResponse;
import io.nephele.api.iam.DeleteServiceLinkedRoleRequest;
import io.nephele.api.iam.DeleteServiceLinkedRoleResponse;
import io.nephele.api.iam.DeletionTaskStatusType;
import io.nephele.api.iam.GetServiceLinkedRoleDeletionStatusRequest;
import io.nephele.api.iam.GetServiceLinkedRoleDeletionStatusResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.identity.directory.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Service-linked roles: those that services make for themselves, and that nobody else changes.
 * Services say nothing of what they use such a role for, so that deleting one ends at once.
 */
final class ServiceLinkedRoles {
  /** What the paths of such roles begin with. */
  static final String PATH = "/aws-service-role/";

  private static final int SESSION_SECONDS = 3600;

  private final IamWorld iam;
  private final RoleViews views;
  private final Table<DeletionTask> tasks =
      Table.of("iam.service-linked-role-deletions", DeletionTask.class);

  /** A deletion that was asked for. */
  private record DeletionTask(String roleName, Instant endedAt) {}

  ServiceLinkedRoles(IamWorld iam, RoleViews views) {
    this.iam = iam;
    this.views = views;
  }

  /** Checks that a role is one that its account may change. */
  static void checkModifiable(Role role) {
    if (isServiceLinked(role)) {
      throw IamErrors.protectedRole(role.name());
    }
  }

  private static boolean isServiceLinked(Role role) {
    return role.path().startsWith(PATH);
  }

  CreateServiceLinkedRoleResponse create(CreateServiceLinkedRoleRequest in, Call call) {
    ServiceLinkedRoleKind kind = ServiceLinkedRoleKind.of(in.awsServiceName());
    if (kind == null) {
      throw IamErrors.invalidInput(
          "The service " + in.awsServiceName() + " does not have a service-linked role.");
    }
    if (in.customSuffix() != null && !kind.suffixAllowed()) {
      throw IamErrors.invalidInput("Custom suffix is not allowed for " + in.awsServiceName());
    }
    String name = kind.roleName() + (in.customSuffix() == null ? "" : "_" + in.customSuffix());
    String path = PATH + in.awsServiceName() + "/";
    String id = iam.newId("AROA");
    return iam.write(
        call,
        transaction -> {
          if (iam.directory().roles().get(transaction, call.accountId(), name) != null) {
            throw IamErrors.invalidInput(
                "Service role name "
                    + name
                    + " has been taken in this account, please try a different suffix.");
          }
          Role role =
              new Role(
                  name,
                  path,
                  IamWorld.arn(call, "role", path, name),
                  id,
                  iam.now(),
                  trustPolicy(in.awsServiceName()),
                  Map.of(),
                  in.description(),
                  SESSION_SECONDS,
                  null,
                  List.of("arn:" + call.partition() + ":iam::aws:policy" + PATH + kind.policy()),
                  Map.of(),
                  Map.of());
          iam.directory().roles().put(transaction, call.accountId(), name, role);
          return new CreateServiceLinkedRoleResponse().role(views.created(transaction, role));
        });
  }

  DeleteServiceLinkedRoleResponse delete(DeleteServiceLinkedRoleRequest in, Call call) {
    String uuid = iam.world().ids().uuid().toString();
    return iam.write(
        call,
        transaction -> {
          Role role = iam.role(transaction, call, in.roleName());
          if (!isServiceLinked(role)) {
            throw IamErrors.roleNotFound(in.roleName());
          }
          iam.directory().roles().delete(transaction, call.accountId(), role.name());
          iam.directory().roleUses().delete(transaction, call.accountId(), role.name());
          String taskId = "task" + role.path() + role.name() + "/" + uuid;
          tasks.put(
              transaction,
              Key.of(call.accountId()).with(taskId),
              new DeletionTask(role.name(), iam.now()));
          return new DeleteServiceLinkedRoleResponse().deletionTaskId(taskId);
        });
  }

  GetServiceLinkedRoleDeletionStatusResponse deletionStatus(
      GetServiceLinkedRoleDeletionStatusRequest in, Call call) {
    Key key = Key.of(call.accountId()).with(in.deletionTaskId());
    if (iam.read(reader -> tasks.get(reader, key)) == null) {
      throw new NoSuchEntityException("Deletion task " + in.deletionTaskId() + " was not found.");
    }
    return new GetServiceLinkedRoleDeletionStatusResponse()
        .status(DeletionTaskStatusType.SUCCEEDED);
  }

  private static String trustPolicy(String service) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
        + "{\"Service\":\""
        + service
        + "\"},\"Action\":\"sts:AssumeRole\"}]}";
  }
}
