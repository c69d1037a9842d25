package io.nephele.services.sns;

import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import java.util.Map;

/** The policies that say where messages go that cannot be delivered. */
final class RedrivePolicy {
  private RedrivePolicy() {}

  /** Refuses a text that cannot be the policy of a subscription. */
  static void check(String json, TopicAddress topic) {
    if (!(JsonText.parse(json) instanceof Map<?, ?> policy)) {
      throw SnsErrors.invalid("RedrivePolicy: failed to parse JSON.");
    }
    if (policy.size() != 1 || !(policy.get("deadLetterTargetArn") instanceof String text)) {
      throw SnsErrors.invalid(
          "RedrivePolicy: deadLetterTargetArn must be the one member, and a string");
    }
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("sqs") || arn.account().isEmpty()) {
      throw SnsErrors.invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
    }
    if (topic.isFifo() != text.endsWith(Topic.FIFO_SUFFIX)) {
      throw SnsErrors.invalid(
          "RedrivePolicy: must use a "
              + (topic.isFifo() ? "FIFO" : "standard")
              + " queue as DLQ for a "
              + (topic.isFifo() ? "FIFO" : "standard")
              + " topic");
    }
  }

  /** The queue of a policy that was checked. */
  static String queueArn(String json) {
    return (String) ((Map<?, ?>) JsonText.parse(json)).get("deadLetterTargetArn");
  }
}
