package io.nephele.services.iam;

import io.nephele.api.iam.AddUserToGroupRequest;
import io.nephele.api.iam.ListGroupsForUserRequest;
import io.nephele.api.iam.ListGroupsForUserResponse;
import io.nephele.api.iam.RemoveUserFromGroupRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.User;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.List;

/** The operations on who is in which group. */
final class GroupMemberships {
  static final int MAX_GROUPS_OF_USER = 10;

  private final IamWorld iam;

  GroupMemberships(IamWorld iam) {
    this.iam = iam;
  }

  /** Puts a user into a group; one that is in it stays so. */
  Unit add(AddUserToGroupRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          Group group = iam.group(transaction, call, in.groupName());
          User user = iam.user(transaction, call, in.userName());
          if (!user.isIn(group.name())) {
            if (user.groups().size() >= MAX_GROUPS_OF_USER) {
              throw IamErrors.limit("GroupsPerUser", MAX_GROUPS_OF_USER);
            }
            List<String> groups = new ArrayList<>(user.groups());
            groups.add(group.name());
            put(transaction, call, user.withGroups(groups));
          }
          return IamWorld.done(call);
        });
  }

  /** Takes a user out of a group; one that is not in it stays so. */
  Unit remove(RemoveUserFromGroupRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          Group group = iam.group(transaction, call, in.groupName());
          User user = iam.user(transaction, call, in.userName());
          List<String> groups = new ArrayList<>(user.groups());
          groups.removeIf(group.name()::equalsIgnoreCase);
          put(transaction, call, user.withGroups(groups));
          return IamWorld.done(call);
        });
  }

  ListGroupsForUserResponse ofUser(ListGroupsForUserRequest in, Call call) {
    Pages.Page<Group> page =
        iam.read(
            reader -> {
              List<Group> groups = new ArrayList<>();
              for (String name : iam.user(reader, call, in.userName()).groups()) {
                groups.add(iam.group(reader, call, name));
              }
              groups.sort((a, b) -> a.name().compareToIgnoreCase(b.name()));
              return Pages.byName(groups, Group::name, in.marker(), in.maxItems());
            });
    return new ListGroupsForUserResponse()
        .groups(page.map(Groups::form).items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  private void put(Transaction transaction, Call call, User user) {
    iam.directory().users().put(transaction, call.accountId(), user.name(), user);
  }
}
