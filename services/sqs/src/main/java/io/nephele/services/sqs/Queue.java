package io.nephele.services.sqs;

import static io.nephele.api.sqs.QueueAttributeName.CONTENT_BASED_DEDUPLICATION;
import static io.nephele.api.sqs.QueueAttributeName.CREATED_TIMESTAMP;
import static io.nephele.api.sqs.QueueAttributeName.DEDUPLICATION_SCOPE;
import static io.nephele.api.sqs.QueueAttributeName.DELAY_SECONDS;
import static io.nephele.api.sqs.QueueAttributeName.FIFO_QUEUE;
import static io.nephele.api.sqs.QueueAttributeName.FIFO_THROUGHPUT_LIMIT;
import static io.nephele.api.sqs.QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS;
import static io.nephele.api.sqs.QueueAttributeName.KMS_MASTER_KEY_ID;
import static io.nephele.api.sqs.QueueAttributeName.LAST_MODIFIED_TIMESTAMP;
import static io.nephele.api.sqs.QueueAttributeName.MAXIMUM_MESSAGE_SIZE;
import static io.nephele.api.sqs.QueueAttributeName.MESSAGE_RETENTION_PERIOD;
import static io.nephele.api.sqs.QueueAttributeName.QUEUE_ARN;
import static io.nephele.api.sqs.QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS;
import static io.nephele.api.sqs.QueueAttributeName.REDRIVE_POLICY;
import static io.nephele.api.sqs.QueueAttributeName.SQS_MANAGED_SSE_ENABLED;
import static io.nephele.api.sqs.QueueAttributeName.VISIBILITY_TIMEOUT;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import java.util.Map;

/**
 * A queue; stored under its account, region and name. Times are milliseconds since 1970.
 *
 * @param id tells it from queues that had its name before; unique in its account
 * @param changedAt when an attribute was last set
 * @param purgedAt when it was last purged, or 0
 * @param redrive its redrive policy, or null
 * @param attributes what was set of other attributes, by name; what was not has its default
 * @param tags its tags
 */
record Queue(
    long id,
    String accountId,
    String region,
    String name,
    long createdAt,
    long changedAt,
    long purgedAt,
    RedrivePolicy redrive,
    Map<String, String> attributes,
    Map<String, String> tags) {
  private static final String FIFO_SUFFIX = ".fifo";

  /** Whether a queue of that name is a FIFO queue. */
  static boolean isFifo(String name) {
    return name.endsWith(FIFO_SUFFIX);
  }

  boolean isFifo() {
    return isFifo(name);
  }

  /**
   * Whether its throughput is limited to so many calls a second: a FIFO queue that is not set to
   * high throughput.
   */
  boolean isThroughputLimited() {
    return isFifo() && !"perMessageGroupId".equals(attributes.get(FIFO_THROUGHPUT_LIMIT));
  }

  boolean deduplicatesByContent() {
    return "true".equals(attributes.get(CONTENT_BASED_DEDUPLICATION));
  }

  boolean deduplicatesWithinGroups() {
    return "messageGroup".equals(attributes.get(DEDUPLICATION_SCOPE));
  }

  /** The key under which messages are encrypted, or null. */
  String kmsKey() {
    return attributes.get(KMS_MASTER_KEY_ID);
  }

  int visibilityTimeout() {
    return number(VISIBILITY_TIMEOUT, 30);
  }

  int maximumMessageSize() {
    return number(MAXIMUM_MESSAGE_SIZE, Limits.MESSAGE_BYTES);
  }

  int receiveWaitTime() {
    return number(RECEIVE_MESSAGE_WAIT_TIME_SECONDS, 0);
  }

  int delaySeconds() {
    return number(DELAY_SECONDS, 0);
  }

  /** How long messages are kept, in milliseconds. */
  long retentionMillis() {
    return number(MESSAGE_RETENTION_PERIOD, 345_600) * 1000L;
  }

  /** Whether a message is past its retention. */
  boolean hasExpired(long sequence, long now) {
    return Sequence.sentAt(sequence) + retentionMillis() <= now;
  }

  /** Where it is. */
  QueueAddress address() {
    return new QueueAddress(accountId, Regions.find(region), name);
  }

  String arn() {
    return address().arn();
  }

  /**
   * What keys of its messages begin with. The id is unique in the account, so there is no region: a
   * million messages repeat this.
   */
  Key messagesKey() {
    return Key.of(accountId).with(id);
  }

  /**
   * An attribute as callers see it, or null if it has none of that name; those that count messages
   * are not among them.
   */
  String attribute(String attribute) {
    return switch (attribute) {
      case VISIBILITY_TIMEOUT -> String.valueOf(visibilityTimeout());
      case MAXIMUM_MESSAGE_SIZE -> String.valueOf(maximumMessageSize());
      case MESSAGE_RETENTION_PERIOD -> String.valueOf(retentionMillis() / 1000);
      case DELAY_SECONDS -> String.valueOf(delaySeconds());
      case RECEIVE_MESSAGE_WAIT_TIME_SECONDS -> String.valueOf(receiveWaitTime());
      case REDRIVE_POLICY -> redrive == null ? null : redrive.toJson();
      case QUEUE_ARN -> arn();
      case CREATED_TIMESTAMP -> String.valueOf(createdAt / 1000);
      case LAST_MODIFIED_TIMESTAMP -> String.valueOf(changedAt / 1000);
      case FIFO_QUEUE -> isFifo() ? "true" : null;
      case CONTENT_BASED_DEDUPLICATION -> fifo(attribute, "false");
      case DEDUPLICATION_SCOPE -> fifo(attribute, "queue");
      case FIFO_THROUGHPUT_LIMIT -> fifo(attribute, "perQueue");
      case SQS_MANAGED_SSE_ENABLED ->
          attributes.getOrDefault(attribute, kmsKey() == null ? "true" : "false");
      case KMS_DATA_KEY_REUSE_PERIOD_SECONDS ->
          kmsKey() == null ? null : attributes.getOrDefault(attribute, "300");
      default -> attributes.get(attribute);
    };
  }

  Queue with(RedrivePolicy newRedrive, Map<String, String> newAttributes) {
    return new Queue(
        id,
        accountId,
        region,
        name,
        createdAt,
        changedAt,
        purgedAt,
        newRedrive,
        newAttributes,
        tags);
  }

  Queue changedAt(long time) {
    return new Queue(
        id, accountId, region, name, createdAt, time, purgedAt, redrive, attributes, tags);
  }

  Queue purgedAt(long time) {
    return new Queue(
        id, accountId, region, name, createdAt, changedAt, time, redrive, attributes, tags);
  }

  Queue withTags(Map<String, String> newTags) {
    return new Queue(
        id, accountId, region, name, createdAt, changedAt, purgedAt, redrive, attributes, newTags);
  }

  private String fifo(String attribute, String byDefault) {
    return isFifo() ? attributes.getOrDefault(attribute, byDefault) : null;
  }

  private int number(String attribute, int byDefault) {
    String value = attributes.get(attribute);
    return value == null ? byDefault : Integer.parseInt(value);
  }
}
