package io.nephele.services.sqs;

import static io.nephele.api.sqs.QueueAttributeName.CONTENT_BASED_DEDUPLICATION;
import static io.nephele.api.sqs.QueueAttributeName.DEDUPLICATION_SCOPE;
import static io.nephele.api.sqs.QueueAttributeName.DELAY_SECONDS;
import static io.nephele.api.sqs.QueueAttributeName.FIFO_QUEUE;
import static io.nephele.api.sqs.QueueAttributeName.FIFO_THROUGHPUT_LIMIT;
import static io.nephele.api.sqs.QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS;
import static io.nephele.api.sqs.QueueAttributeName.KMS_MASTER_KEY_ID;
import static io.nephele.api.sqs.QueueAttributeName.MAXIMUM_MESSAGE_SIZE;
import static io.nephele.api.sqs.QueueAttributeName.MESSAGE_RETENTION_PERIOD;
import static io.nephele.api.sqs.QueueAttributeName.POLICY;
import static io.nephele.api.sqs.QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS;
import static io.nephele.api.sqs.QueueAttributeName.REDRIVE_ALLOW_POLICY;
import static io.nephele.api.sqs.QueueAttributeName.REDRIVE_POLICY;
import static io.nephele.api.sqs.QueueAttributeName.SQS_MANAGED_SSE_ENABLED;
import static io.nephele.api.sqs.QueueAttributeName.VISIBILITY_TIMEOUT;

import io.nephele.api.sqs.InvalidAttributeName;
import io.nephele.api.sqs.InvalidAttributeValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks attributes that are set and makes the queue that has them. What a redrive policy refers to
 * is not checked here.
 */
final class AttributeRules {
  private static final String TWO_ENCRYPTIONS =
      "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS"
          + " SSE or SQS SSE.";

  private AttributeRules() {}

  /**
   * The queue with those attributes in addition to or in place of those it has. An empty policy or
   * key removes it.
   */
  static Queue apply(Queue queue, Map<String, String> changes) {
    Map<String, String> attributes = new LinkedHashMap<>(queue.attributes());
    RedrivePolicy redrive = queue.redrive();
    for (Map.Entry<String, String> change : changes.entrySet()) {
      String name = change.getKey();
      String value = change.getValue() == null ? "" : change.getValue();
      switch (name) {
        case VISIBILITY_TIMEOUT -> putNumber(attributes, name, value, 0, Limits.VISIBILITY_TIMEOUT);
        case MAXIMUM_MESSAGE_SIZE -> putNumber(attributes, name, value, 1024, Limits.MESSAGE_BYTES);
        case MESSAGE_RETENTION_PERIOD -> putNumber(attributes, name, value, 60, 1_209_600);
        case DELAY_SECONDS -> putNumber(attributes, name, value, 0, Limits.DELAY);
        case RECEIVE_MESSAGE_WAIT_TIME_SECONDS ->
            putNumber(attributes, name, value, 0, Limits.WAIT_TIME);
        case KMS_DATA_KEY_REUSE_PERIOD_SECONDS -> putNumber(attributes, name, value, 60, 86_400);
        case POLICY ->
            put(attributes, name, value.isEmpty() ? null : QueuePolicy.check(value, queue));
        case REDRIVE_POLICY -> redrive = value.isEmpty() ? null : RedrivePolicy.parse(value);
        case REDRIVE_ALLOW_POLICY -> {
          if (!value.isEmpty()) {
            RedriveAllowPolicy.parse(value);
          }
          put(attributes, name, value.isEmpty() ? null : value);
        }
        case FIFO_QUEUE -> checkType(queue, value);
        case CONTENT_BASED_DEDUPLICATION -> {
          if (!queue.isFifo()) {
            throw SqsErrors.unknownAttribute(name);
          }
          attributes.put(name, oneOf(name, value, "true", "false"));
        }
        case DEDUPLICATION_SCOPE -> {
          checkFifo(queue, name);
          attributes.put(name, oneOf(name, value, "queue", "messageGroup"));
        }
        case FIFO_THROUGHPUT_LIMIT -> {
          checkFifo(queue, name);
          attributes.put(name, oneOf(name, value, "perQueue", "perMessageGroupId"));
        }
        case SQS_MANAGED_SSE_ENABLED -> setManagedEncryption(attributes, changes, value);
        case KMS_MASTER_KEY_ID -> {
          put(attributes, name, value.isEmpty() ? null : value);
          if (!value.isEmpty()) {
            attributes.remove(SQS_MANAGED_SSE_ENABLED);
          }
        }
        default -> throw SqsErrors.unknownAttribute(name);
      }
    }
    if ("perMessageGroupId".equals(attributes.get(FIFO_THROUGHPUT_LIMIT))
        && !"messageGroup".equals(attributes.get(DEDUPLICATION_SCOPE))) {
      throw new InvalidAttributeValue(
          "The perMessageGroupId value is allowed only when the value for DeduplicationScope is"
              + " messageGroup");
    }
    return queue.with(redrive, attributes);
  }

  private static void setManagedEncryption(
      Map<String, String> attributes, Map<String, String> changes, String value) {
    attributes.put(SQS_MANAGED_SSE_ENABLED, oneOf(SQS_MANAGED_SSE_ENABLED, value, "true", "false"));
    if (value.equals("true")) {
      String key = changes.get(KMS_MASTER_KEY_ID);
      if (key != null && !key.isEmpty()) {
        throw new InvalidAttributeName(TWO_ENCRYPTIONS);
      }
      attributes.remove(KMS_MASTER_KEY_ID);
      attributes.remove(KMS_DATA_KEY_REUSE_PERIOD_SECONDS);
    }
  }

  /** The type of a queue is in its name and cannot be set to another. */
  private static void checkType(Queue queue, String value) {
    if (!queue.isFifo()) {
      throw SqsErrors.unknownAttribute(FIFO_QUEUE);
    }
    if (!value.equals("true")) {
      throw SqsErrors.invalidAttributeValue(FIFO_QUEUE, "Modifying queue type is not supported.");
    }
  }

  private static void checkFifo(Queue queue, String name) {
    if (!queue.isFifo()) {
      throw new InvalidAttributeName(
          "You can specify the " + name + " only when FifoQueue is set to true.");
    }
  }

  private static void put(Map<String, String> attributes, String name, String value) {
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  private static void putNumber(
      Map<String, String> attributes, String name, String value, int least, int most) {
    int number = value.isEmpty() || value.length() > 9 ? -1 : 0;
    for (int i = 0; i < value.length() && number >= 0; i++) {
      char c = value.charAt(i);
      number = c < '0' || c > '9' ? -1 : number * 10 + c - '0';
    }
    if (number < least || number > most) {
      throw SqsErrors.invalidAttributeValue(name);
    }
    attributes.put(name, String.valueOf(number));
  }

  private static String oneOf(String name, String value, String first, String second) {
    if (!value.equals(first) && !value.equals(second)) {
      throw SqsErrors.invalidAttributeValue(name);
    }
    return value;
  }
}
