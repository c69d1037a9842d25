package io.nephele.services.events;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import java.util.Map;

/**
 * A rule, as it is stored.
 *
 * @param pattern JSON, or null
 * @param schedule an expression, or null
 * @param state one of the model's {@code RuleState}
 * @param managedBy the service whose rule it is, or null
 * @param createdBy the account that made it
 * @param createdAt in milliseconds
 * @param tags by key
 */
record Rule(
    String accountId,
    String region,
    String bus,
    String name,
    String pattern,
    String schedule,
    String state,
    String description,
    String roleArn,
    String managedBy,
    String createdBy,
    long createdAt,
    Map<String, String> tags) {
  static final String ENABLED = "ENABLED";
  static final String DISABLED = "DISABLED";

  /** Hears of management calls that only read, too. */
  static final String ENABLED_WITH_READS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

  Key busKey() {
    return Bus.key(accountId, region, bus);
  }

  Key key() {
    return busKey().with(name);
  }

  boolean isEnabled() {
    return !DISABLED.equals(state);
  }

  /** Whether it hears of management calls that only read. */
  boolean hearsReads() {
    return ENABLED_WITH_READS.equals(state);
  }

  String arn() {
    return "arn:"
        + Regions.find(region).partition().id()
        + ":events:"
        + region
        + ":"
        + accountId
        + ":rule/"
        + (bus.equals(Bus.DEFAULT) ? "" : bus + "/")
        + name;
  }

  Rule withState(String changed) {
    return new Rule(
        accountId,
        region,
        bus,
        name,
        pattern,
        schedule,
        changed,
        description,
        roleArn,
        managedBy,
        createdBy,
        createdAt,
        tags);
  }

  Rule withTags(Map<String, String> changed) {
    return new Rule(
        accountId,
        region,
        bus,
        name,
        pattern,
        schedule,
        state,
        description,
        roleArn,
        managedBy,
        createdBy,
        createdAt,
        changed);
  }
}
