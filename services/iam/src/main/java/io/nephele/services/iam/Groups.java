package io.nephele.services.iam;

import io.nephele.api.iam.CreateGroupRequest;
import io.nephele.api.iam.CreateGroupResponse;
import io.nephele.api.iam.DeleteGroupRequest;
import io.nephele.api.iam.GetGroupRequest;
import io.nephele.api.iam.GetGroupResponse;
import io.nephele.api.iam.ListGroupsRequest;
import io.nephele.api.iam.ListGroupsResponse;
import io.nephele.api.iam.UpdateGroupRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.User;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations on groups as wholes. */
final class Groups {
  private final IamWorld iam;

  Groups(IamWorld iam) {
    this.iam = iam;
  }

  CreateGroupResponse create(CreateGroupRequest in, Call call) {
    String path = IamWorld.path(in.path());
    Group made =
        iam.write(
            call,
            transaction -> {
              checkFree(transaction, call, in.groupName());
              Quotas.checkOneMore(
                  iam.directory().groups().rows(transaction, call.accountId()),
                  Quotas.GROUPS,
                  "GroupsPerAccount");
              Group group =
                  new Group(
                      in.groupName(),
                      path,
                      IamWorld.arn(call, "group", path, in.groupName()),
                      iam.newId("AGPA"),
                      iam.now(),
                      List.of(),
                      Map.of());
              put(transaction, call, group);
              return group;
            });
    return new CreateGroupResponse().group(form(made));
  }

  /** A group and a page of its users. */
  GetGroupResponse get(GetGroupRequest in, Call call) {
    return iam.read(
        reader -> {
          Group group = iam.group(reader, call, in.groupName());
          Pages.Page<User> page =
              Pages.byName(
                  after ->
                      Filtered.of(
                          iam.directory().users().after(reader, call.accountId(), after),
                          user -> user.isIn(group.name())),
                  User::name,
                  in.marker(),
                  in.maxItems());
          return new GetGroupResponse()
              .group(form(group))
              .users(page.map(UserForm::brief).items())
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  ListGroupsResponse list(ListGroupsRequest in, Call call) {
    String prefix = IamWorld.path(in.pathPrefix());
    Pages.Page<Group> page =
        iam.read(
            reader ->
                Pages.byName(
                    after ->
                        Filtered.of(
                            iam.directory().groups().after(reader, call.accountId(), after),
                            group -> group.path().startsWith(prefix)),
                    Group::name,
                    in.marker(),
                    in.maxItems()));
    return new ListGroupsResponse()
        .groups(page.map(Groups::form).items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  Unit update(UpdateGroupRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          Group group = iam.group(transaction, call, in.groupName());
          String name = in.newGroupName() == null ? group.name() : in.newGroupName();
          String path = in.newPath() == null ? group.path() : in.newPath();
          if (!name.equalsIgnoreCase(group.name())) {
            checkFree(transaction, call, name);
          }
          iam.directory().groups().delete(transaction, call.accountId(), group.name());
          put(
              transaction,
              call,
              group.renamed(name, path, IamWorld.arn(call, "group", path, name)));
          if (!name.equals(group.name())) {
            renameInUsers(transaction, call, group.name(), name);
          }
          return IamWorld.done(call);
        });
  }

  private void renameInUsers(Transaction transaction, Call call, String oldName, String newName) {
    for (User user : members(transaction, call, oldName)) {
      List<String> groups = new ArrayList<>(user.groups());
      groups.replaceAll(each -> each.equalsIgnoreCase(oldName) ? newName : each);
      iam.directory()
          .users()
          .put(transaction, call.accountId(), user.name(), user.withGroups(groups));
    }
  }

  Unit delete(DeleteGroupRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          Group group = iam.group(transaction, call, in.groupName());
          if (!members(transaction, call, group.name()).isEmpty()) {
            throw IamErrors.mustFirst("remove users from group");
          }
          if (!group.attached().isEmpty()) {
            throw IamErrors.mustFirst("detach all policies");
          }
          if (!group.inline().isEmpty()) {
            throw IamErrors.mustFirst("delete policies");
          }
          iam.directory().groups().delete(transaction, call.accountId(), group.name());
          return IamWorld.done(call);
        });
  }

  private List<User> members(Transaction transaction, Call call, String group) {
    List<User> members = new ArrayList<>();
    for (User user : iam.directory().users().all(transaction, call.accountId())) {
      if (user.isIn(group)) {
        members.add(user);
      }
    }
    return members;
  }

  private void checkFree(Transaction transaction, Call call, String name) {
    if (iam.directory().groups().get(transaction, call.accountId(), name) != null) {
      throw IamErrors.exists("Group", name);
    }
  }

  private void put(Transaction transaction, Call call, Group group) {
    iam.directory().groups().put(transaction, call.accountId(), group.name(), group);
  }

  /** A group as results have it. */
  static io.nephele.api.iam.Group form(Group group) {
    return new io.nephele.api.iam.Group()
        .path(group.path())
        .groupName(group.name())
        .groupId(group.id())
        .arn(group.arn())
        .createDate(group.createdAt());
  }
}
