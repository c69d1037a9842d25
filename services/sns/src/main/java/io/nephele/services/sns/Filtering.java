package io.nephele.services.sns;

import io.nephele.core.json.JsonText;
import java.util.Map;

/** Finds which subscriptions want a message. Reads the message at most once. For one thread. */
final class Filtering {
  private final Notification message;
  private Map<String, Object> attributes;
  private boolean attributesRead;
  private String bodyText;
  private Object body;

  Filtering(Notification message) {
    this.message = message;
  }

  /**
   * Whether a subscription wants the message.
   *
   * @param metrics where it is counted if not, or null
   */
  boolean wants(Target target, TopicMetrics metrics) {
    String refusal = target.filter() == null ? null : refusal(target);
    if (refusal != null && metrics != null) {
      metrics.filteredOut(refusal);
    }
    return refusal == null;
  }

  /** Why the message is not wanted, as metrics name it; null if it is. */
  private String refusal(Target target) {
    if (target.filtersBody()) {
      String text = message.text(target.protocol());
      if (!text.equals(bodyText)) {
        bodyText = text;
        body = MessageAttributes.parse(text);
      }
      if (body == JsonText.MALFORMED || !(body instanceof Map<?, ?> document)) {
        return "InvalidMessageBody";
      }
      return target.filter().matches(document) ? null : "MessageBody";
    }
    if (!attributesRead) {
      attributes = MessageAttributes.document(message.attributes());
      attributesRead = true;
    }
    if (attributes == null) {
      return "InvalidAttributes";
    }
    if (target.filter().matches(attributes)) {
      return null;
    }
    return message.attributes().isEmpty() ? "NoMessageAttributes" : "MessageAttributes";
  }
}
