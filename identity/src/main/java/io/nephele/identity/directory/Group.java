package io.nephele.identity.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An IAM group.
 *
 * @param id AGPA...
 * @param attached the ARNs of the managed policies that are attached
 * @param inline the documents of inline policies by name
 */
public record Group(
    String name,
    String path,
    String arn,
    String id,
    Instant createdAt,
    List<String> attached,
    Map<String, String> inline) {
  /** The same with other managed policies attached. */
  public Group withAttached(List<String> newAttached) {
    return new Group(name, path, arn, id, createdAt, newAttached, inline);
  }

  /** The same with other inline policies. */
  public Group withInline(Map<String, String> newInline) {
    return new Group(name, path, arn, id, createdAt, attached, newInline);
  }

  /** The same with another name or path. */
  public Group renamed(String newName, String newPath, String newArn) {
    return new Group(newName, newPath, newArn, id, createdAt, attached, inline);
  }
}
