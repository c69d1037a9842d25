package io.nephele.identity.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An IAM user.
 *
 * @param arn such as {@code arn:aws:iam::123456789012:user/path/name}
 * @param id AIDA...
 * @param boundary the ARN of the permissions boundary, or null
 * @param attached the ARNs of the managed policies that are attached
 * @param inline the documents of inline policies by name
 * @param groups the names of the groups that the user is in
 * @param tags by key, in the order they were given
 */
public record User(
    String name,
    String path,
    String arn,
    String id,
    Instant createdAt,
    String boundary,
    List<String> attached,
    Map<String, String> inline,
    List<String> groups,
    Map<String, String> tags) {
  /** The same with another permissions boundary, or with none. */
  public User withBoundary(String newBoundary) {
    return new User(name, path, arn, id, createdAt, newBoundary, attached, inline, groups, tags);
  }

  /** The same with other managed policies attached. */
  public User withAttached(List<String> newAttached) {
    return new User(name, path, arn, id, createdAt, boundary, newAttached, inline, groups, tags);
  }

  /** The same with other inline policies. */
  public User withInline(Map<String, String> newInline) {
    return new User(name, path, arn, id, createdAt, boundary, attached, newInline, groups, tags);
  }

  /** The same with other tags. */
  public User withTags(Map<String, String> newTags) {
    return new User(name, path, arn, id, createdAt, boundary, attached, inline, groups, newTags);
  }

  /** The same with another name or path. */
  public User renamed(String newName, String newPath, String newArn) {
    return new User(
        newName, newPath, newArn, id, createdAt, boundary, attached, inline, groups, tags);
  }

  /** The same in other groups. */
  public User withGroups(List<String> newGroups) {
    return new User(name, path, arn, id, createdAt, boundary, attached, inline, newGroups, tags);
  }

  /** Whether the user is in the group of that name. */
  public boolean isIn(String group) {
    for (String each : groups) {
      if (each.equalsIgnoreCase(group)) {
        return true;
      }
    }
    return false;
  }
}
