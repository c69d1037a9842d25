package io.nephele.services.secretsmanager;

import io.nephele.core.store.Key;
import java.time.Instant;
import java.util.Map;

/**
 * What is known of a secret beside its values.
 *
 * @param suffix the six random characters at the end of its ARN
 * @param kmsKeyId the key as the user named it, or null for {@code alias/aws/secretsmanager}
 * @param accessed the day on which a value was last read, or null
 * @param deleted when its deletion was asked for, or null
 * @param deletion when it is deleted, or null
 * @param policy its resource policy, or null
 */
record Secret(
    String partition,
    String accountId,
    String region,
    String name,
    String suffix,
    String description,
    String kmsKeyId,
    Instant created,
    Instant changed,
    Instant accessed,
    Instant deleted,
    Instant deletion,
    Map<String, String> tags,
    String policy) {

  String arn() {
    return "arn:"
        + partition
        + ":secretsmanager:"
        + region
        + ":"
        + accountId
        + ":secret:"
        + name
        + "-"
        + suffix;
  }

  Key place() {
    return place(accountId, region, name);
  }

  static Key place(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(name);
  }

  Secret withDescription(String description, String kmsKeyId) {
    return new Secret(
        partition,
        accountId,
        region,
        name,
        suffix,
        description,
        kmsKeyId,
        created,
        changed,
        accessed,
        deleted,
        deletion,
        tags,
        policy);
  }

  Secret withChanged(Instant changed) {
    return new Secret(
        partition,
        accountId,
        region,
        name,
        suffix,
        description,
        kmsKeyId,
        created,
        changed,
        accessed,
        deleted,
        deletion,
        tags,
        policy);
  }

  Secret withAccessed(Instant accessed) {
    return new Secret(
        partition,
        accountId,
        region,
        name,
        suffix,
        description,
        kmsKeyId,
        created,
        changed,
        accessed,
        deleted,
        deletion,
        tags,
        policy);
  }

  Secret withDeletion(Instant deleted, Instant deletion) {
    return new Secret(
        partition,
        accountId,
        region,
        name,
        suffix,
        description,
        kmsKeyId,
        created,
        changed,
        accessed,
        deleted,
        deletion,
        tags,
        policy);
  }

  Secret withTags(Map<String, String> tags) {
    return new Secret(
        partition,
        accountId,
        region,
        name,
        suffix,
        description,
        kmsKeyId,
        created,
        changed,
        accessed,
        deleted,
        deletion,
        tags,
        policy);
  }

  Secret withPolicy(String policy) {
    return new Secret(
        partition,
        accountId,
        region,
        name,
        suffix,
        description,
        kmsKeyId,
        created,
        changed,
        accessed,
        deleted,
        deletion,
        tags,
        policy);
  }
}
