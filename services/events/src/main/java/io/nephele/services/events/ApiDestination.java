package io.nephele.services.events;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;

/**
 * An HTTP endpoint that takes events.
 *
 * @param uuid the end of its ARN
 * @param rate invocations a second
 * @param createdAt in milliseconds
 */
record ApiDestination(
    String accountId,
    String region,
    String name,
    String uuid,
    String description,
    String connectionArn,
    String endpoint,
    String method,
    int rate,
    long createdAt,
    long modifiedAt) {

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
        + ":api-destination/"
        + name
        + "/"
        + uuid;
  }
}
