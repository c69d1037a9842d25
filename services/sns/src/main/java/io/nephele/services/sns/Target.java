package io.nephele.services.sns;

import io.nephele.core.arn.Arn;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.services.sns.filter.FilterPolicy;

/**
 * A confirmed subscription as delivery needs it.
 *
 * @param topic the topic
 * @param filter null if everything is wanted
 * @param filtersBody whether the filter is about the body
 * @param region the region of an endpoint that is an ARN, else null
 * @param queueUrl of a queue, else null
 */
record Target(
    Subscription subscription,
    TopicAddress topic,
    FilterPolicy filter,
    boolean filtersBody,
    boolean raw,
    Region region,
    String queueUrl) {

  static Target of(TopicAddress topic, Subscription subscription) {
    FilterPolicy filter = SubscriptionAttributes.filter(subscription);
    Arn arn = Arn.parse(subscription.endpoint());
    Region region = arn == null ? null : Regions.find(arn.region());
    return new Target(
        subscription,
        topic,
        filter == null || filter.isEmpty() ? null : filter,
        SubscriptionAttributes.filtersBody(subscription),
        subscription.isRaw(),
        region,
        subscription.protocol().equals("sqs") ? queueUrl(arn, region) : null);
  }

  /** The URL of the queue that an ARN names. */
  static String queueUrl(Arn arn, Region region) {
    return "https://sqs."
        + region.name()
        + "."
        + region.partition().dnsSuffix()
        + "/"
        + arn.account()
        + "/"
        + arn.resource();
  }

  String protocol() {
    return subscription.protocol();
  }

  /** Whether it is a queue, to which is delivered while the publisher waits. */
  boolean isQueue() {
    return queueUrl != null;
  }
}
