package io.nephele.services.iam;

import io.nephele.api.iam.AttachedPermissionsBoundary;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.AccountSettings;
import io.nephele.identity.directory.User;

/** Users as results have them. */
final class UserForm {
  private UserForm() {}

  /** A user with all that is told of one. */
  static io.nephele.api.iam.User whole(User user) {
    return brief(user)
        .permissionsBoundary(boundary(user.boundary()))
        .tags(Tags.listOrNull(user.tags()));
  }

  /** A user without what lists leave out: its tags and permissions boundary. */
  static io.nephele.api.iam.User brief(User user) {
    return new io.nephele.api.iam.User()
        .path(user.path())
        .userName(user.name())
        .userId(user.id())
        .arn(user.arn())
        .createDate(user.createdAt());
  }

  /** The root user of the account, whose name is the account's alias if there is one. */
  static io.nephele.api.iam.User root(Call call, AccountSettings settings) {
    return new io.nephele.api.iam.User()
        .userName(settings.alias())
        .userId(call.accountId())
        .arn(IamWorld.arn(call, "root"))
        .createDate(settings.createdAt());
  }

  /** A permissions boundary, or null where there is none. */
  static AttachedPermissionsBoundary boundary(String policyArn) {
    return policyArn == null
        ? null
        : new AttachedPermissionsBoundary()
            .permissionsBoundaryType("Policy")
            .permissionsBoundaryArn(policyArn);
  }
}
