package io.nephele.services.firehose;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.model.Bytes;
import java.util.Map;

/**
 * A Firehose stream, as it is stored.
 *
 * @param type {@code DirectPut} or {@code KinesisStreamAsSource}
 * @param createdAt in milliseconds
 * @param updatedAt in milliseconds; 0 if it never was
 * @param version counts changes of the destination
 * @param source the Kinesis stream that it reads, or null
 * @param throughputHint in MB a second, or null
 * @param destination its {@code DestinationDescription}
 * @param accessKey what an HTTP endpoint is shown, or null
 * @param encryption of records that wait, or null
 * @param tags by key
 */
record DeliveryStream(
    String accountId,
    String region,
    String name,
    String type,
    long createdAt,
    long updatedAt,
    int version,
    Source source,
    Integer throughputHint,
    Bytes destination,
    String accessKey,
    Encryption encryption,
    Map<String, String> tags) {

  static final String FROM_KINESIS = "KinesisStreamAsSource";

  /** A Kinesis stream that is read, from when the Firehose stream was created on. */
  record Source(String streamArn, String roleArn) {}

  /**
   * How waiting records are encrypted.
   *
   * @param keyType {@code AWS_OWNED_CMK} or {@code CUSTOMER_MANAGED_CMK}
   * @param keyArn null where AWS owns the key
   */
  record Encryption(String keyType, String keyArn) {}

  /** What its rows begin with. */
  static Key key(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(name);
  }

  Key key() {
    return key(accountId, region, name);
  }

  String arn() {
    return "arn:"
        + Regions.find(region).partition().id()
        + ":firehose:"
        + region
        + ":"
        + accountId
        + ":deliverystream/"
        + name;
  }

  DeliveryStream withDestination(Bytes changed, String shownKey, long now) {
    return new DeliveryStream(
        accountId,
        region,
        name,
        type,
        createdAt,
        now,
        version + 1,
        source,
        throughputHint,
        changed,
        shownKey,
        encryption,
        tags);
  }

  DeliveryStream withEncryption(Encryption changed) {
    return new DeliveryStream(
        accountId,
        region,
        name,
        type,
        createdAt,
        updatedAt,
        version,
        source,
        throughputHint,
        destination,
        accessKey,
        changed,
        tags);
  }

  DeliveryStream withTags(Map<String, String> changed) {
    return new DeliveryStream(
        accountId,
        region,
        name,
        type,
        createdAt,
        updatedAt,
        version,
        source,
        throughputHint,
        destination,
        accessKey,
        encryption,
        changed);
  }
}
