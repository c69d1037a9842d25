package io.nephele.services.sns;

import io.nephele.core.arn.Arn;
import io.nephele.services.sns.filter.FilterPolicy;
import io.nephele.services.sns.filter.FilterPolicyException;
import java.util.Locale;

/** Which attributes a subscription can be given, and with which values. */
final class SubscriptionAttributes {
  static final String FILTER_POLICY = "FilterPolicy";
  static final String FILTER_SCOPE = "FilterPolicyScope";
  static final String RAW_MESSAGE_DELIVERY = "RawMessageDelivery";
  static final String DELIVERY_POLICY = "DeliveryPolicy";
  static final String REDRIVE_POLICY = "RedrivePolicy";
  static final String ROLE = "SubscriptionRoleArn";
  static final String REPLAY_POLICY = "ReplayPolicy";
  static final String BODY = "MessageBody";

  private SubscriptionAttributes() {}

  /**
   * The value of an attribute as it is kept; an error to the caller if a subscription cannot have
   * it. A filter policy is checked by {@link #checkFilter} when its scope is known.
   *
   * @return null if the attribute is to be removed
   */
  static String check(TopicAddress topic, String protocol, String name, String value) {
    String given = value == null ? "" : value;
    switch (name) {
      case FILTER_POLICY -> {
        return given.isEmpty() ? null : given;
      }
      case FILTER_SCOPE -> {
        if (!given.equals("MessageAttributes") && !given.equals(BODY)) {
          throw SnsErrors.invalid(
              "Attributes",
              "FilterPolicyScope: Invalid value ["
                  + given
                  + "]. Please use either MessageBody or MessageAttributes");
        }
        return given;
      }
      case RAW_MESSAGE_DELIVERY -> {
        return raw(protocol, given);
      }
      case DELIVERY_POLICY -> {
        if (!given.isEmpty()) {
          if (!protocol.startsWith("http")) {
            throw SnsErrors.invalid("Delivery protocol [" + protocol + "] does not support it");
          }
          DeliveryPolicies.checkSubscription(given);
        }
        return given.isEmpty() ? null : given;
      }
      case REDRIVE_POLICY -> {
        if (!given.isEmpty()) {
          RedrivePolicy.check(given, topic);
        }
        return given.isEmpty() ? null : given;
      }
      case ROLE -> {
        Arn arn = Arn.parse(given);
        if (arn == null || !arn.service().equals("iam") || !arn.resource().startsWith("role/")) {
          throw SnsErrors.invalid("SubscriptionRoleArn");
        }
        return given;
      }
      case REPLAY_POLICY -> {
        return ReplayPolicy.check(topic, given);
      }
      default -> throw SnsErrors.invalid("AttributeName");
    }
  }

  private static String raw(String protocol, String given) {
    if (!given.equalsIgnoreCase("true") && !given.equalsIgnoreCase("false")) {
      throw SnsErrors.invalid(
          "Attributes",
          "RawMessageDelivery: Invalid value [" + given + "]. Must be true or false.");
    }
    boolean able =
        protocol.equals("sqs") || protocol.equals("firehose") || protocol.startsWith("http");
    if (given.equalsIgnoreCase("true") && !able) {
      throw SnsErrors.invalid(
          "RawMessageDelivery",
          "Delivery protocol [" + protocol + "] does not support raw message delivery.");
    }
    return given.toLowerCase(Locale.ROOT);
  }

  /** The filter policy of a subscription, or null; an error to the caller if it cannot be. */
  static FilterPolicy checkFilter(Subscription subscription) {
    try {
      return filter(subscription);
    } catch (FilterPolicyException e) {
      throw SnsErrors.invalid("FilterPolicy: " + e.getMessage());
    }
  }

  /** The filter policy of a subscription, or null. */
  static FilterPolicy filter(Subscription subscription) {
    String json = subscription.filterPolicy();
    return json == null ? null : FilterPolicy.parse(json, filtersBody(subscription));
  }

  static boolean filtersBody(Subscription subscription) {
    return BODY.equals(subscription.attribute(FILTER_SCOPE));
  }
}
