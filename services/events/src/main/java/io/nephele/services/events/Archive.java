package io.nephele.services.events;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;

/**
 * An archive of a bus's events.
 *
 * @param pattern which events it keeps, or null for all
 * @param retentionDays how long; 0 is for ever
 * @param createdAt in milliseconds
 */
record Archive(
    String accountId,
    String region,
    String name,
    String bus,
    String description,
    String pattern,
    int retentionDays,
    long createdAt) {

  Key key() {
    return Key.of(accountId).with(region).with(name);
  }

  String arn() {
    return "arn:"
        + Regions.find(region).partition().id()
        + ":events:"
        + region
        + ":"
        + accountId
        + ":archive/"
        + name;
  }

  String sourceArn() {
    return Bus.ofDefault(accountId, region).arn().replace("/" + Bus.DEFAULT, "/" + bus);
  }
}
