package io.nephele.services.events;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import java.util.Map;

/**
 * An event bus, as it is stored. The default bus has no row until something of it is set.
 *
 * @param deadLetterArn the queue for events that cannot be handled, or null
 * @param policy a JSON document, or null
 * @param createdAt in milliseconds
 * @param modifiedAt in milliseconds
 * @param tags by key
 */
record Bus(
    String accountId,
    String region,
    String name,
    String description,
    String deadLetterArn,
    String policy,
    long createdAt,
    long modifiedAt,
    Map<String, String> tags) {
  static final String DEFAULT = "default";

  /** The default bus of an account as it is before anything of it is set. */
  static Bus ofDefault(String accountId, String region) {
    return new Bus(accountId, region, DEFAULT, null, null, null, 0, 0, Map.of());
  }

  static Key key(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(name);
  }

  Key key() {
    return key(accountId, region, name);
  }

  String arn() {
    return "arn:"
        + Regions.find(region).partition().id()
        + ":events:"
        + region
        + ":"
        + accountId
        + ":event-bus/"
        + name;
  }

  Bus withPolicy(String changed, long now) {
    return new Bus(
        accountId, region, name, description, deadLetterArn, changed, createdAt, now, tags);
  }

  Bus withTags(Map<String, String> changed) {
    return new Bus(
        accountId,
        region,
        name,
        description,
        deadLetterArn,
        policy,
        createdAt,
        modifiedAt,
        changed);
  }

  Bus with(String changedDescription, String changedDeadLetterArn, long now) {
    return new Bus(
        accountId,
        region,
        name,
        changedDescription,
        changedDeadLetterArn,
        policy,
        createdAt,
        now,
        tags);
  }
}
