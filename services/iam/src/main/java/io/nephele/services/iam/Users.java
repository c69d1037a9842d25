package io.nephele.services.iam;

import io.nephele.api.iam.CreateUserRequest;
import io.nephele.api.iam.CreateUserResponse;
import io.nephele.api.iam.DeleteUserRequest;
import io.nephele.api.iam.GetUserRequest;
import io.nephele.api.iam.GetUserResponse;
import io.nephele.api.iam.ListUsersRequest;
import io.nephele.api.iam.ListUsersResponse;
import io.nephele.api.iam.UpdateUserRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.AccountSettings;
import io.nephele.identity.directory.User;
import io.nephele.model.Unit;
import java.util.List;
import java.util.Map;

/** The operations on users as wholes. */
final class Users {
  private final IamWorld iam;
  private final ManagedPolicies policies;
  private final UserBelongings belongings;

  Users(IamWorld iam, UserBelongings belongings) {
    this.iam = iam;
    this.policies = new ManagedPolicies(iam);
    this.belongings = belongings;
  }

  CreateUserResponse create(CreateUserRequest in, Call call) {
    Map<String, String> tags = Tags.of(Tags.Taggable.USER, in.tags());
    String path = IamWorld.path(in.path());
    User made =
        iam.write(
            call,
            transaction -> {
              checkFree(transaction, call, in.userName());
              Quotas.checkOneMore(
                  iam.directory().users().rows(transaction, call.accountId()),
                  Quotas.USERS,
                  "UsersPerAccount");
              if (in.permissionsBoundary() != null) {
                policies.checkBoundary(transaction, call, in.permissionsBoundary());
              }
              User user =
                  new User(
                      in.userName(),
                      path,
                      IamWorld.arn(call, "user", path, in.userName()),
                      iam.newId("AIDA"),
                      iam.now(),
                      in.permissionsBoundary(),
                      List.of(),
                      Map.of(),
                      List.of(),
                      tags);
              put(transaction, call, user);
              return user;
            });
    return new CreateUserResponse().user(UserForm.whole(made));
  }

  /** The user of that name or, without one, who calls. */
  GetUserResponse get(GetUserRequest in, Call call) {
    String name = IamWorld.userNameOrCaller(in.userName(), call);
    if (name == null) {
      return new GetUserResponse().user(UserForm.root(call, rootSettings(call)));
    }
    User user = iam.read(reader -> iam.user(reader, call, name));
    return new GetUserResponse().user(UserForm.whole(user));
  }

  /** The account's settings; from the first time on they tell when the account was first seen. */
  private AccountSettings rootSettings(Call call) {
    AccountSettings known = iam.read(reader -> iam.account(reader, call));
    if (known.createdAt() != null) {
      return known;
    }
    return iam.write(
        call,
        transaction -> {
          AccountSettings now = iam.account(transaction, call);
          AccountSettings dated = now.createdAt() == null ? now.withCreatedAt(iam.now()) : now;
          iam.directory().putAccount(transaction, call.accountId(), dated);
          return dated;
        });
  }

  ListUsersResponse list(ListUsersRequest in, Call call) {
    String prefix = IamWorld.path(in.pathPrefix());
    Pages.Page<User> page =
        iam.read(
            reader ->
                Pages.byName(
                    after ->
                        Filtered.of(
                            iam.directory().users().after(reader, call.accountId(), after),
                            user -> user.path().startsWith(prefix)),
                    User::name,
                    in.marker(),
                    in.maxItems()));
    return new ListUsersResponse()
        .users(page.map(UserForm::brief).items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  Unit update(UpdateUserRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, in.userName());
          String name = in.newUserName() == null ? user.name() : in.newUserName();
          String path = in.newPath() == null ? user.path() : in.newPath();
          if (!name.equalsIgnoreCase(user.name())) {
            checkFree(transaction, call, name);
          }
          User renamed = user.renamed(name, path, IamWorld.arn(call, "user", path, name));
          iam.directory().users().delete(transaction, call.accountId(), user.name());
          put(transaction, call, renamed);
          if (!name.equals(user.name())) {
            belongings.rename(transaction, call.accountId(), user, name);
          }
          return IamWorld.done(call);
        });
  }

  Unit delete(DeleteUserRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, in.userName());
          belongings.checkNone(transaction, call.accountId(), user);
          iam.directory().users().delete(transaction, call.accountId(), user.name());
          return IamWorld.done(call);
        });
  }

  private void checkFree(Transaction transaction, Call call, String name) {
    if (iam.directory().users().get(transaction, call.accountId(), name) != null) {
      throw IamErrors.exists("User", name);
    }
  }

  private void put(Transaction transaction, Call call, User user) {
    iam.directory().users().put(transaction, call.accountId(), user.name(), user);
  }
}
