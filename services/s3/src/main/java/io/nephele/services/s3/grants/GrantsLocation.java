package io.nephele.services.s3.grants;

import java.util.Map;

/**
 * A place of objects that grants can be about, and the role that reaches it.
 *
 * @param scope such as {@code s3://bucket/prefix*}
 */
record GrantsLocation(
    String id, String scope, String roleArn, long createdAt, Map<String, String> tags) {
  /** Of all buckets. */
  static final String EVERYWHERE = "s3://";

  GrantsLocation withRole(String arn) {
    return new GrantsLocation(id, scope, arn, createdAt, tags);
  }

  GrantsLocation withTags(Map<String, String> changed) {
    return new GrantsLocation(id, scope, roleArn, createdAt, changed);
  }
}
