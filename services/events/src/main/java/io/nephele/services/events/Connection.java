package io.nephele.services.events;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;

/**
 * How API destinations are authorised. What is secret of it, and all else of its parameters, is in
 * a secret of Secrets Manager.
 *
 * @param uuid the end of its ARN
 * @param type {@code BASIC}, {@code API_KEY} or {@code OAUTH_CLIENT_CREDENTIALS}
 * @param createdAt in milliseconds
 * @param authorizedAt in milliseconds; 0 if it was never
 */
record Connection(
    String accountId,
    String region,
    String name,
    String uuid,
    String description,
    String type,
    String secretArn,
    String state,
    long createdAt,
    long modifiedAt,
    long authorizedAt) {
  static final String AUTHORIZED = "AUTHORIZED";
  static final String DEAUTHORIZED = "DEAUTHORIZED";

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
        + ":connection/"
        + name
        + "/"
        + uuid;
  }
}
