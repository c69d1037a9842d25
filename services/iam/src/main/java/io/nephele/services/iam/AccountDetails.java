package io.nephele.services.iam;

import io.nephele.api.iam.GetAccountAuthorizationDetailsRequest;
import io.nephele.api.iam.GetAccountAuthorizationDetailsResponse;
import io.nephele.api.iam.GroupDetail;
import io.nephele.api.iam.ManagedPolicyDetail;
import io.nephele.api.iam.RoleDetail;
import io.nephele.api.iam.UserDetail;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.AwsManagedPolicies;
import io.nephele.identity.directory.AwsManagedPolicy;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.ManagedPolicy;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The operation that tells all users, roles, groups and policies of an account, in that order, and
 * how they belong together.
 */
final class AccountDetails {
  private final IamWorld iam;
  private final AccountDetailViews views;

  AccountDetails(IamWorld iam, AccountDetailViews views) {
    this.iam = iam;
    this.views = views;
  }

  /**
   * Something to tell.
   *
   * @param position its place in the whole: the number of its kind, then its name
   */
  private record Row(String position, Record entity) {
    static Row of(int kind, String name, Record entity) {
      return new Row(kind + name.toLowerCase(Locale.ROOT), entity);
    }
  }

  GetAccountAuthorizationDetailsResponse get(GetAccountAuthorizationDetailsRequest in, Call call) {
    return iam.read(
        reader -> {
          PolicyUsage usage = PolicyUsage.of(reader, call.accountId(), iam.directory());
          List<UserDetail> users = new ArrayList<>();
          List<RoleDetail> roles = new ArrayList<>();
          List<GroupDetail> groups = new ArrayList<>();
          List<ManagedPolicyDetail> policies = new ArrayList<>();
          Pages.Page<Row> page = page(rows(reader, call, in.filter(), usage), in);
          for (Row row : page.items()) {
            switch (row.entity()) {
              case User user -> users.add(views.user(user));
              case Role role -> roles.add(views.role(reader, call, role));
              case Group group -> groups.add(views.group(group));
              case ManagedPolicy policy -> policies.add(views.policy(policy, usage));
              case AwsManagedPolicy policy ->
                  policies.add(views.policy(policy.toManagedPolicy(call.partition()), usage));
              default -> throw new IllegalStateException("what is " + row.entity());
            }
          }
          return new GetAccountAuthorizationDetailsResponse()
              .userDetailList(users)
              .roleDetailList(roles)
              .groupDetailList(groups)
              .policies(policies)
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  private static Pages.Page<Row> page(List<Row> rows, GetAccountAuthorizationDetailsRequest in) {
    try {
      return Pages.byName(rows, Row::position, in.marker(), in.maxItems());
    } catch (AwsException e) {
      throw IamErrors.validation("Marker and Filter do not match");
    }
  }

  private List<Row> rows(Reader reader, Call call, List<String> filter, PolicyUsage usage) {
    Directory directory = iam.directory();
    String account = call.accountId();
    List<Row> rows = new ArrayList<>();
    if (isAsked(filter, "User")) {
      directory.users().all(reader, account).forEach(u -> rows.add(Row.of(0, u.name(), u)));
    }
    if (isAsked(filter, "Role")) {
      directory.roles().all(reader, account).forEach(r -> rows.add(Row.of(1, r.name(), r)));
    }
    if (isAsked(filter, "Group")) {
      directory.groups().all(reader, account).forEach(g -> rows.add(Row.of(2, g.name(), g)));
    }
    if (isAsked(filter, "LocalManagedPolicy")) {
      directory.policies().all(reader, account).forEach(p -> rows.add(Row.of(3, p.name(), p)));
    }
    if (isAsked(filter, "AWSManagedPolicy")) {
      for (AwsManagedPolicy policy : AwsManagedPolicies.all()) {
        if (usage.isUsed(policy.arn(call.partition()))) {
          rows.add(Row.of(4, policy.name(), policy));
        }
      }
    }
    return rows;
  }

  private static boolean isAsked(List<String> filter, String kind) {
    return filter == null || filter.isEmpty() || filter.contains(kind);
  }
}
