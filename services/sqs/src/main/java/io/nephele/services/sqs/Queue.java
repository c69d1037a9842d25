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

import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import java.util.Map;

/** A queue. Remembers its keys, which every message of it needs. */
final class Queue {
  private static final String FIFO_SUFFIX = ".fifo";

  private final QueueRow row;
  private final QueueAddress address;
  private final Key key;
  private final Key messagesKey;

  /** What {@link #policy} answered. */
  private ResourcePolicy policy;

  /** The queue that is stored so. */
  Queue(QueueRow row) {
    this.row = row;
    this.address = new QueueAddress(row.accountId(), Regions.find(row.region()), row.name());
    this.key = address.key();
    this.messagesKey = Key.of(row.accountId()).with(row.id());
  }

  /** A queue that has nothing but its address yet. */
  static Queue blank(QueueAddress address, long now) {
    return new Queue(
        new QueueRow(
            0,
            address.accountId(),
            address.region().name(),
            address.name(),
            now,
            now,
            0,
            null,
            Map.of(),
            Map.of()));
  }

  /** What is stored of it. */
  QueueRow row() {
    return row;
  }

  /** Tells it from queues that had its name before; unique in its account. */
  long id() {
    return row.id();
  }

  String accountId() {
    return row.accountId();
  }

  String region() {
    return row.region();
  }

  String name() {
    return row.name();
  }

  long createdAt() {
    return row.createdAt();
  }

  /** When it was last purged, or 0. */
  long purgedAt() {
    return row.purgedAt();
  }

  /** Its redrive policy, or null. */
  RedrivePolicy redrive() {
    return row.redrive();
  }

  /** What was set of other attributes, by name; what was not has its default. */
  Map<String, String> attributes() {
    return row.attributes();
  }

  Map<String, String> tags() {
    return row.tags();
  }

  /** Its policy, parsed when first asked for, or null. */
  ResourcePolicy policy() {
    ResourcePolicy known = policy;
    if (known == null) {
      known = QueuePolicy.of(this);
      policy = known;
    }
    return known;
  }

  /** Whether a queue of that name is a FIFO queue. */
  static boolean isFifo(String name) {
    return name.endsWith(FIFO_SUFFIX);
  }

  boolean isFifo() {
    return isFifo(row.name());
  }

  /**
   * Whether its throughput is limited to so many calls a second: a FIFO queue that is not set to
   * high throughput.
   */
  boolean isThroughputLimited() {
    return isFifo() && !"perMessageGroupId".equals(row.attributes().get(FIFO_THROUGHPUT_LIMIT));
  }

  boolean deduplicatesByContent() {
    return "true".equals(row.attributes().get(CONTENT_BASED_DEDUPLICATION));
  }

  boolean deduplicatesWithinGroups() {
    return "messageGroup".equals(row.attributes().get(DEDUPLICATION_SCOPE));
  }

  /** The key under which messages are encrypted, or null. */
  String kmsKey() {
    return row.attributes().get(KMS_MASTER_KEY_ID);
  }

  /** For how many seconds a data key is used again. */
  int dataKeyReusePeriod() {
    return number(KMS_DATA_KEY_REUSE_PERIOD_SECONDS, 300);
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
    return address;
  }

  String arn() {
    return address.arn();
  }

  /** Its key in tables of queues. */
  Key key() {
    return key;
  }

  /** What transactions that change it or its messages have in common. */
  LockKey lock() {
    return new LockKey(key);
  }

  /**
   * What keys of its messages begin with. The id is unique in the account, so there is no region: a
   * million messages repeat this.
   */
  Key messagesKey() {
    return messagesKey;
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
      case REDRIVE_POLICY -> redrive() == null ? null : redrive().toJson();
      case QUEUE_ARN -> arn();
      case CREATED_TIMESTAMP -> String.valueOf(row.createdAt() / 1000);
      case LAST_MODIFIED_TIMESTAMP -> String.valueOf(row.changedAt() / 1000);
      case FIFO_QUEUE -> isFifo() ? "true" : null;
      case CONTENT_BASED_DEDUPLICATION -> fifo(attribute, "false");
      case DEDUPLICATION_SCOPE -> fifo(attribute, "queue");
      case FIFO_THROUGHPUT_LIMIT -> fifo(attribute, "perQueue");
      case SQS_MANAGED_SSE_ENABLED ->
          row.attributes().getOrDefault(attribute, kmsKey() == null ? "true" : "false");
      case KMS_DATA_KEY_REUSE_PERIOD_SECONDS ->
          kmsKey() == null ? null : row.attributes().getOrDefault(attribute, "300");
      default -> row.attributes().get(attribute);
    };
  }

  Queue with(RedrivePolicy redrive, Map<String, String> attributes) {
    return copy(row.id(), row.changedAt(), row.purgedAt(), redrive, attributes, row.tags());
  }

  Queue withId(long id) {
    return copy(id, row.changedAt(), row.purgedAt(), row.redrive(), row.attributes(), row.tags());
  }

  Queue changedAt(long time) {
    return copy(row.id(), time, row.purgedAt(), row.redrive(), row.attributes(), row.tags());
  }

  Queue purgedAt(long time) {
    return copy(row.id(), row.changedAt(), time, row.redrive(), row.attributes(), row.tags());
  }

  Queue withTags(Map<String, String> tags) {
    return copy(row.id(), row.changedAt(), row.purgedAt(), row.redrive(), row.attributes(), tags);
  }

  private Queue copy(
      long id,
      long changedAt,
      long purgedAt,
      RedrivePolicy redrive,
      Map<String, String> attributes,
      Map<String, String> tags) {
    return new Queue(
        new QueueRow(
            id,
            row.accountId(),
            row.region(),
            row.name(),
            row.createdAt(),
            changedAt,
            purgedAt,
            redrive,
            attributes,
            tags));
  }

  private String fifo(String attribute, String byDefault) {
    return isFifo() ? row.attributes().getOrDefault(attribute, byDefault) : null;
  }

  private int number(String attribute, int byDefault) {
    String value = row.attributes().get(attribute);
    return value == null ? byDefault : Integer.parseInt(value);
  }
}
