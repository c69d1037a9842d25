package io.nephele.services.kms;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import java.time.Instant;

/**
 * Another name of a key.
 *
 * @param name with the prefix {@code alias/}
 * @param keyId the key that it stands for, which is of the same account and region
 */
record Alias(
    String accountId,
    String region,
    String name,
    String keyId,
    Instant createdAt,
    Instant updatedAt) {

  String arn() {
    return arn(accountId, region, name);
  }

  static String arn(String accountId, String region, String name) {
    String partition = Regions.find(region).partition().id();
    return "arn:" + partition + ":kms:" + region + ":" + accountId + ":" + name;
  }

  Key place() {
    return Key.of(accountId).with(region).with(name);
  }

  /** Where the index of a key's aliases has it. */
  Key placeOfKey() {
    return KmsKey.place(accountId, region, keyId).with(name);
  }
}
