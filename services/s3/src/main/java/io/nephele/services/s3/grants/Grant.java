package io.nephele.services.s3.grants;

import java.util.Map;

/**
 * What somebody may do with some objects.
 *
 * @param subPrefix what follows the location's scope, or null
 * @param scope all of it, such as {@code s3://bucket/prefix/*}
 * @param grantee the ARN of a user or role of IAM
 * @param permission {@code READ}, {@code WRITE} or {@code READWRITE}
 */
record Grant(
    String id,
    String locationId,
    String subPrefix,
    String scope,
    String grantee,
    String permission,
    long createdAt,
    Map<String, String> tags) {

  /** Whether it permits that, which may be both. */
  boolean permits(String wanted) {
    return permission.equals("READWRITE") || permission.equals(wanted);
  }

  /** Whether a target, which may end in an asterisk as the scope may, lies within. */
  boolean covers(String target) {
    return scope.endsWith("*")
        ? withoutStar(target).startsWith(withoutStar(scope))
        : scope.equals(target);
  }

  static String withoutStar(String text) {
    return text.endsWith("*") ? text.substring(0, text.length() - 1) : text;
  }

  Grant withTags(Map<String, String> changed) {
    return new Grant(id, locationId, subPrefix, scope, grantee, permission, createdAt, changed);
  }
}
