package io.nephele.services.sns;

/** What the ARN of a subscription says. */
record SubscriptionArn(TopicAddress topic, String id) {

  /** What a text says, or null if it is no ARN of a subscription. */
  static SubscriptionArn find(String text) {
    int colon = text == null ? -1 : text.lastIndexOf(':');
    TopicAddress topic = colon < 0 ? null : TopicAddress.find(text.substring(0, colon));
    return topic == null || colon + 1 == text.length()
        ? null
        : new SubscriptionArn(topic, text.substring(colon + 1));
  }

  /** What a parameter says; an error to the caller if it is no ARN of a subscription. */
  static SubscriptionArn require(String text) {
    SubscriptionArn found = find(text);
    if (found == null) {
      throw SnsErrors.invalid("SubscriptionArn", TopicAddress.reason(text));
    }
    return found;
  }
}
