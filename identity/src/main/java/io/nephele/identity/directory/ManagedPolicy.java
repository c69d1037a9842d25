package io.nephele.identity.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A managed policy, of a customer or of AWS.
 *
 * @param id ANPA...
 * @param updatedAt when its latest version was made
 * @param defaultVersion the id of the version that is in force
 * @param versions those that there are, the oldest first
 * @param lastVersion the number of the last version that was made, which is never used again
 * @param tags by key, in the order they were given
 */
public record ManagedPolicy(
    String name,
    String path,
    String arn,
    String id,
    String description,
    Instant createdAt,
    Instant updatedAt,
    String defaultVersion,
    List<PolicyVersion> versions,
    int lastVersion,
    Map<String, String> tags) {

  /** The version of that id, or null. */
  public PolicyVersion version(String versionId) {
    for (PolicyVersion version : versions) {
      if (version.id().equals(versionId)) {
        return version;
      }
    }
    return null;
  }

  /** The document that is in force. */
  public String document() {
    return version(defaultVersion).document();
  }

  /** The same with other tags. */
  public ManagedPolicy withTags(Map<String, String> newTags) {
    return new ManagedPolicy(
        name,
        path,
        arn,
        id,
        description,
        createdAt,
        updatedAt,
        defaultVersion,
        versions,
        lastVersion,
        newTags);
  }

  /** The same with other versions, of which one is in force. */
  public ManagedPolicy withVersions(
      List<PolicyVersion> newVersions,
      String newDefaultVersion,
      int newLastVersion,
      Instant newUpdatedAt) {
    return new ManagedPolicy(
        name,
        path,
        arn,
        id,
        description,
        createdAt,
        newUpdatedAt,
        newDefaultVersion,
        newVersions,
        newLastVersion,
        tags);
  }
}
