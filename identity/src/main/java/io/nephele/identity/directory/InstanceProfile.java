package io.nephele.identity.directory;

import java.time.Instant;
import java.util.Map;

/**
 * An instance profile, through which EC2 instances are given a role.
 *
 * @param id AIPA...
 * @param roleName the role in it, or null
 * @param tags by key, in the order they were given
 */
public record InstanceProfile(
    String name,
    String path,
    String arn,
    String id,
    Instant createdAt,
    String roleName,
    Map<String, String> tags) {

  /** The same with another role in it, or with none. */
  public InstanceProfile withRoleName(String newRoleName) {
    return new InstanceProfile(name, path, arn, id, createdAt, newRoleName, tags);
  }

  /** The same with other tags. */
  public InstanceProfile withTags(Map<String, String> newTags) {
    return new InstanceProfile(name, path, arn, id, createdAt, roleName, newTags);
  }
}
