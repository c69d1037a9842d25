package io.nephele.identity.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An IAM role.
 *
 * @param id AROA...
 * @param trustPolicy the document that says who may assume it; users and roles stand in it by their
 *     unique ids
 * @param trusted the ARNs of the users and roles in the trust policy, by unique id
 * @param maxSessionSeconds how long its sessions may last
 * @param boundary the ARN of the permissions boundary, or null
 * @param attached the ARNs of the managed policies that are attached
 * @param inline the documents of inline policies by name
 * @param tags by key, in the order they were given
 */
public record Role(
    String name,
    String path,
    String arn,
    String id,
    Instant createdAt,
    String trustPolicy,
    Map<String, String> trusted,
    String description,
    int maxSessionSeconds,
    String boundary,
    List<String> attached,
    Map<String, String> inline,
    Map<String, String> tags) {
  /** The same with another trust policy and those whom it names. */
  public Role withTrustPolicy(String newTrustPolicy, Map<String, String> newTrusted) {
    return new Role(
        name,
        path,
        arn,
        id,
        createdAt,
        newTrustPolicy,
        newTrusted,
        description,
        maxSessionSeconds,
        boundary,
        attached,
        inline,
        tags);
  }

  /** The same with another description. */
  public Role withDescription(String newDescription) {
    return new Role(
        name,
        path,
        arn,
        id,
        createdAt,
        trustPolicy,
        trusted,
        newDescription,
        maxSessionSeconds,
        boundary,
        attached,
        inline,
        tags);
  }

  /** The same with another maximum length of sessions. */
  public Role withMaxSessionSeconds(int newMaxSessionSeconds) {
    return new Role(
        name,
        path,
        arn,
        id,
        createdAt,
        trustPolicy,
        trusted,
        description,
        newMaxSessionSeconds,
        boundary,
        attached,
        inline,
        tags);
  }

  /** The same with another permissions boundary, or with none. */
  public Role withBoundary(String newBoundary) {
    return new Role(
        name,
        path,
        arn,
        id,
        createdAt,
        trustPolicy,
        trusted,
        description,
        maxSessionSeconds,
        newBoundary,
        attached,
        inline,
        tags);
  }

  /** The same with other managed policies attached. */
  public Role withAttached(List<String> newAttached) {
    return new Role(
        name,
        path,
        arn,
        id,
        createdAt,
        trustPolicy,
        trusted,
        description,
        maxSessionSeconds,
        boundary,
        newAttached,
        inline,
        tags);
  }

  /** The same with other inline policies. */
  public Role withInline(Map<String, String> newInline) {
    return new Role(
        name,
        path,
        arn,
        id,
        createdAt,
        trustPolicy,
        trusted,
        description,
        maxSessionSeconds,
        boundary,
        attached,
        newInline,
        tags);
  }

  /** The same with other tags. */
  public Role withTags(Map<String, String> newTags) {
    return new Role(
        name,
        path,
        arn,
        id,
        createdAt,
        trustPolicy,
        trusted,
        description,
        maxSessionSeconds,
        boundary,
        attached,
        inline,
        newTags);
  }
}
