package io.nephele.services.scheduler;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import java.util.Map;

/**
 * A group of schedules, as it is stored.
 *
 * @param state one of the model's {@code ScheduleGroupState}
 * @param createdAt in milliseconds; 0 of the default group, which is always there
 * @param clientToken the token of the request that made it, or null
 * @param tags by key
 */
record Group(
    String accountId,
    String region,
    String name,
    String state,
    long createdAt,
    long modifiedAt,
    String clientToken,
    Map<String, String> tags) {
  static final String DEFAULT = "default";
  static final String ACTIVE = "ACTIVE";
  static final String DELETING = "DELETING";

  static Group ofDefault(String accountId, String region) {
    return new Group(accountId, region, DEFAULT, ACTIVE, 0, 0, null, Map.of());
  }

  static Key key(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(name);
  }

  static String arn(String accountId, String region, String name) {
    return prefix(region, accountId) + ":schedule-group/" + name;
  }

  /** What the ARNs of groups and schedules begin with. */
  static String prefix(String region, String accountId) {
    return "arn:"
        + Regions.find(region).partition().id()
        + ":scheduler:"
        + region
        + ":"
        + accountId;
  }

  Key key() {
    return key(accountId, region, name);
  }

  String arn() {
    return arn(accountId, region, name);
  }

  boolean isDeleting() {
    return DELETING.equals(state);
  }

  Group deleting(long now) {
    return new Group(accountId, region, name, DELETING, createdAt, now, clientToken, tags);
  }

  Group withTags(Map<String, String> changed, long now) {
    return new Group(accountId, region, name, state, createdAt, now, clientToken, changed);
  }
}
