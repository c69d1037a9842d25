package io.nephele.services.schemas;

import io.nephele.core.store.Key;
import java.util.Map;

/**
 * A schema, as it is stored; its versions have rows of their own.
 *
 * @param latest the number of the latest version
 * @param count of versions that are there
 * @param made the number of the version that was made last
 * @param modifiedAt in milliseconds
 * @param tags by key
 */
record SchemaRow(
    String accountId,
    String region,
    String registry,
    String name,
    String description,
    long latest,
    long count,
    long made,
    long modifiedAt,
    Map<String, String> tags) {

  /**
   * A version of a schema.
   *
   * @param type one of the model's {@code Type}
   * @param createdAt in milliseconds
   */
  record Version(long number, String type, String content, long createdAt) {}

  Key key() {
    return Registry.key(accountId, region, registry).with(name);
  }

  String arn() {
    return Registry.arn(accountId, region, "schema/" + registry + "/" + name);
  }

  SchemaRow withTags(Map<String, String> changed) {
    return new SchemaRow(
        accountId, region, registry, name, description, latest, count, made, modifiedAt, changed);
  }

  SchemaRow withDescription(String changed, long now) {
    return new SchemaRow(
        accountId, region, registry, name, changed, latest, count, made, now, tags);
  }

  SchemaRow withVersion(long number, long now) {
    return new SchemaRow(
        accountId, region, registry, name, description, number, count + 1, number, now, tags);
  }

  SchemaRow withoutVersion(long nowLatest, long now) {
    return new SchemaRow(
        accountId, region, registry, name, description, nowLatest, count - 1, made, now, tags);
  }
}
