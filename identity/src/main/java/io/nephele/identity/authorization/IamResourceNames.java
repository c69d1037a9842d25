package io.nephele.identity.authorization;

import io.nephele.core.call.Call;
import io.nephele.policy.Decision;

/**
 * How IAM's own denials name what was asked for: by kind and name what is there already, by ARN
 * what is to be made, tagged or passed, and by the path what is listed.
 */
final class IamResourceNames {
  private static final String ON = "on resource: ";

  private IamResourceNames() {}

  /** The message of a denial. */
  static String message(Call call, Decision decision) {
    String action = decision.request().action().substring("iam:".length());
    String arn = decision.resource();
    String name = arn.equals("*") ? listed(action, call) : named(action, arn);
    return decision.message().replace(ON + arn, ON + name);
  }

  private static String listed(String action, Call call) {
    String all = "arn:" + call.partition() + ":iam::" + call.accountId() + ":";
    return switch (action) {
      case "ListUsers" -> all + "user/";
      case "ListGroups" -> all + "group/";
      case "ListRoles" -> all + "role/";
      case "ListInstanceProfiles" -> all + "instance-profile/";
      case "ListPolicies" -> "policy path /";
      default -> "*";
    };
  }

  private static String named(String action, String arn) {
    int type = arn.lastIndexOf(':') + 1;
    int slash = arn.indexOf('/', type);
    if (slash < 0 || action.equals("PassRole") || action.contains("Tag")) {
      return arn;
    }
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    return switch (arn.substring(type, slash)) {
      case "user" -> isMaking(action, "User") ? arn : "user " + name;
      case "group" -> isMaking(action, "Group") ? arn : "group " + name;
      case "role" -> isMaking(action, "Role") ? arn : "role " + name;
      case "instance-profile" ->
          isMaking(action, "InstanceProfile") ? arn : "instance profile " + name;
      case "policy" -> "policy " + (isMaking(action, "Policy") ? name : arn);
      default -> arn;
    };
  }

  /** Whether the action makes a thing of that type, such as {@code CreateServiceLinkedRole}. */
  private static boolean isMaking(String action, String type) {
    return action.startsWith("Create") && action.endsWith(type);
  }
}
