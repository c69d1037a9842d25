package io.nephele.services.sns;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A subscription as it is stored, under its topic.
 *
 * @param id the last element of its ARN, a UUID
 * @param owner the account that subscribed
 * @param attributes those that were given
 * @param confirmed whether messages are delivered
 * @param authenticated whether whoever confirmed it had credentials
 * @param guarded whether only who has credentials may unsubscribe
 * @param principal the ARN of who subscribed
 * @param createdAt in milliseconds since 1970
 * @param base scheme and host by which the subscriber reached this service, for the links in
 *     messages; null if it was no HTTP call
 * @param token the one that confirms it
 */
record Subscription(
    String id,
    String topicArn,
    String owner,
    String protocol,
    String endpoint,
    Map<String, String> attributes,
    boolean confirmed,
    boolean authenticated,
    boolean guarded,
    String principal,
    long createdAt,
    String base,
    String token) {

  String arn() {
    return topicArn + ":" + id;
  }

  /** An attribute that was given, or null. */
  String attribute(String name) {
    return attributes.get(name);
  }

  /** The text of its filter policy, or null. */
  String filterPolicy() {
    return attribute(SubscriptionAttributes.FILTER_POLICY);
  }

  boolean isRaw() {
    return "true".equalsIgnoreCase(attribute(SubscriptionAttributes.RAW_MESSAGE_DELIVERY));
  }

  /** This with an attribute; null removes it. */
  Subscription with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(attributes);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Subscription(
        id,
        topicArn,
        owner,
        protocol,
        endpoint,
        changed,
        confirmed,
        authenticated,
        guarded,
        principal,
        createdAt,
        base,
        token);
  }

  /** This with another token. */
  Subscription withToken(String other) {
    return new Subscription(
        id,
        topicArn,
        owner,
        protocol,
        endpoint,
        attributes,
        confirmed,
        authenticated,
        guarded,
        principal,
        createdAt,
        base,
        other);
  }

  /** This, confirmed. */
  Subscription confirmed(boolean withCredentials, boolean guard) {
    return new Subscription(
        id,
        topicArn,
        owner,
        protocol,
        endpoint,
        attributes,
        true,
        withCredentials,
        guard,
        principal,
        createdAt,
        base,
        token);
  }
}
