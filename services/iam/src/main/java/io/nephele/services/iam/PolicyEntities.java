package io.nephele.services.iam;

import io.nephele.api.iam.EntityType;
import io.nephele.api.iam.ListEntitiesForPolicyRequest;
import io.nephele.api.iam.ListEntitiesForPolicyResponse;
import io.nephele.api.iam.PolicyGroup;
import io.nephele.api.iam.PolicyRole;
import io.nephele.api.iam.PolicyUsageType;
import io.nephele.api.iam.PolicyUser;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import java.util.ArrayList;
import java.util.List;

/** The users, groups and roles that a managed policy is attached to, or is the boundary of. */
final class PolicyEntities {
  private final IamWorld iam;
  private final ManagedPolicies managed;

  PolicyEntities(IamWorld iam, ManagedPolicies managed) {
    this.iam = iam;
    this.managed = managed;
  }

  /** One of them; the type is as requests name it. */
  private record Entity(String type, String name, String id) {}

  ListEntitiesForPolicyResponse list(ListEntitiesForPolicyRequest in, Call call) {
    return iam.read(
        reader -> {
          managed.get(reader, call, in.policyArn());
          Pages.Page<Entity> page =
              Pages.byPosition(entities(reader, in, call), in.marker(), in.maxItems());
          List<PolicyGroup> groups = new ArrayList<>();
          List<PolicyUser> users = new ArrayList<>();
          List<PolicyRole> roles = new ArrayList<>();
          for (Entity entity : page.items()) {
            switch (entity.type()) {
              case EntityType.GROUP ->
                  groups.add(new PolicyGroup().groupName(entity.name()).groupId(entity.id()));
              case EntityType.USER ->
                  users.add(new PolicyUser().userName(entity.name()).userId(entity.id()));
              default -> roles.add(new PolicyRole().roleName(entity.name()).roleId(entity.id()));
            }
          }
          return new ListEntitiesForPolicyResponse()
              .policyGroups(groups)
              .policyUsers(users)
              .policyRoles(roles)
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  private List<Entity> entities(Reader reader, ListEntitiesForPolicyRequest in, Call call) {
    List<Entity> entities = new ArrayList<>();
    String account = call.accountId();
    if (isAsked(in, EntityType.GROUP)) {
      for (Group group : iam.directory().groups().all(reader, account)) {
        if (isUsed(in, group.path(), group.attached(), null)) {
          entities.add(new Entity(EntityType.GROUP, group.name(), group.id()));
        }
      }
    }
    if (isAsked(in, EntityType.USER)) {
      for (User user : iam.directory().users().all(reader, account)) {
        if (isUsed(in, user.path(), user.attached(), user.boundary())) {
          entities.add(new Entity(EntityType.USER, user.name(), user.id()));
        }
      }
    }
    if (isAsked(in, EntityType.ROLE)) {
      for (Role role : iam.directory().roles().all(reader, account)) {
        if (isUsed(in, role.path(), role.attached(), role.boundary())) {
          entities.add(new Entity(EntityType.ROLE, role.name(), role.id()));
        }
      }
    }
    return entities;
  }

  private static boolean isAsked(ListEntitiesForPolicyRequest in, String type) {
    return in.entityFilter() == null || in.entityFilter().equals(type);
  }

  private static boolean isUsed(
      ListEntitiesForPolicyRequest in, String path, List<String> attached, String boundary) {
    if (in.pathPrefix() != null && !path.startsWith(in.pathPrefix())) {
      return false;
    }
    boolean isAttached = attached.contains(in.policyArn());
    boolean isBoundary = in.policyArn().equals(boundary);
    return switch (in.policyUsageFilter()) {
      case null -> isAttached || isBoundary;
      case PolicyUsageType.PERMISSIONS_BOUNDARY -> isBoundary;
      default -> isAttached;
    };
  }
}
