package io.nephele.services.sns;

import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;

/**
 * The messages of standard topics that are to be delivered, each with a timer. They are written
 * before the publisher is told that the message is published, so that none is lost.
 */
final class Outbox {
  private static final String KIND = "sns.deliveries";
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final SnsWorld sns;
  private final Deliverer deliverer;

  /** Keys are a topic's, the subscription's id, and a number. */
  private final Table<Delivery> deliveries = Table.of("sns.deliveries", Delivery.class);

  /** When the next message may be sent to an endpoint that takes so many a second. */
  private final Table<NextSlot> slots = Table.of("sns.deliverySlots", NextSlot.class);

  /** The endpoints whose last message was given up. */
  private final Table<Sick> sick = Table.of("sns.sickEndpoints", Sick.class);

  Outbox(SnsWorld sns, Deliverer deliverer) {
    this.sns = sns;
    this.deliverer = deliverer;
  }

  /**
   * A message on its way to a subscription.
   *
   * @param failures how often the endpoint did not take it
   */
  record Delivery(String topicArn, String subscriptionId, Notification message, int failures) {}

  /** In milliseconds since 1970. */
  record NextSlot(long at) {}

  record Sick(long since) {}

  /** Has messages delivered from now on; called when the service is bound. */
  void start() {
    sns.world().timers().onWork(KIND, this::run);
  }

  /** Has a message delivered once the transaction is committed, as soon as its endpoint may. */
  void add(Transaction transaction, LiveTopic topic, Target target, Notification message) {
    long due = sns.now();
    int perSecond = perSecond(topic, target);
    if (perSecond > 0) {
      Key place = place(target);
      NextSlot next = slots.get(transaction, place);
      due = next == null ? due : Math.max(due, next.at);
      slots.put(transaction, place, new NextSlot(due + Math.max(1, 1000 / perSecond)));
    }
    put(transaction, target, message, 0, Instant.ofEpochMilli(due));
  }

  /** As the other, after the endpoint did not take it for the first time. */
  void addFailed(Transaction transaction, Target target, Notification message) {
    long delay = RetryPolicy.AWS.delay(1);
    put(transaction, target, message, 1, sns.world().clock().now().plusMillis(delay));
  }

  private void put(
      Transaction transaction, Target target, Notification message, int failures, Instant due) {
    Key id = place(target).with(sns.world().ids().nextLong());
    deliveries.put(
        transaction,
        id,
        new Delivery(target.topic().arn(), target.subscription().id(), message, failures));
    sns.world().timers().schedule(transaction, KIND, id, due, NOTHING);
  }

  private static Key place(Target target) {
    return target.topic().key().with(target.subscription().id());
  }

  private static int perSecond(LiveTopic topic, Target target) {
    return target.protocol().startsWith("http") ? policy(topic, target).perSecond() : 0;
  }

  private static DeliveryPolicies.Effective policy(LiveTopic topic, Target target) {
    return DeliveryPolicies.effective(
        topic.topic().attribute(TopicAttributes.DELIVERY_POLICY),
        target.subscription().attribute(SubscriptionAttributes.DELIVERY_POLICY));
  }

  private void run(Timer timer) {
    Delivery delivery = sns.read(reader -> deliveries.get(reader, timer.id()));
    if (delivery == null) {
      return;
    }
    LiveTopic topic = sns.liveOrNull(TopicAddress.find(delivery.topicArn));
    Target target = topic == null ? null : topic.target(delivery.subscriptionId);
    if (target == null) {
      remove(timer.id(), null); // it was deleted meanwhile
      return;
    }
    try {
      deliverer.deliver(topic, target, delivery.message);
      deliverer.delivered(topic, target, delivery.message);
      remove(timer.id(), target);
    } catch (DeliveryFailure e) {
      failed(timer.id(), delivery, topic, target, e);
    }
  }

  private void failed(
      Key id, Delivery delivery, LiveTopic topic, Target target, DeliveryFailure failure) {
    int failures = delivery.failures + 1;
    long delay = failure.passing() ? retryPolicy(topic, target).delay(failures) : -1;
    if (delay < 0) {
      try {
        deliverer.giveUp(topic, target, delivery.message, failure);
        sns.world()
            .store()
            .write(
                transaction -> {
                  deliveries.delete(transaction, id);
                  sick.put(transaction, place(target), new Sick(sns.now()));
                  return null;
                });
        return;
      } catch (DeliveryFailure e) {
        delay = RetryPolicy.AWS.delay(RetryPolicy.AWS.retries());
        failures = delivery.failures;
      }
    }
    Delivery again =
        new Delivery(delivery.topicArn, delivery.subscriptionId, delivery.message, failures);
    // Later than this try: a timer of the same time would go with the one that is being done.
    Instant due = sns.world().clock().now().plus(Duration.ofMillis(Math.max(1, delay)));
    sns.world()
        .store()
        .write(
            transaction -> {
              deliveries.put(transaction, id, again);
              sns.world().timers().schedule(transaction, KIND, id, due, NOTHING);
              return null;
            });
  }

  private RetryPolicy retryPolicy(LiveTopic topic, Target target) {
    if (!target.protocol().startsWith("http")) {
      return RetryPolicy.AWS;
    }
    DeliveryPolicies.Effective policy = policy(topic, target);
    boolean isSick = sns.read(reader -> sick.contains(reader, place(target)));
    return isSick ? policy.sickly() : policy.healthy();
  }

  private void remove(Key id, Target delivered) {
    sns.world()
        .store()
        .write(
            transaction -> {
              deliveries.delete(transaction, id);
              if (delivered != null && sick.contains(transaction, place(delivered))) {
                sick.delete(transaction, place(delivered));
              }
              return null;
            });
  }

  /** Forgets what was to be delivered for a topic that is deleted. */
  void deleteAll(Transaction transaction, Key topic) {
    deliveries.deletePrefix(transaction, topic);
    slots.deletePrefix(transaction, topic);
    sick.deletePrefix(transaction, topic);
    sns.world().timers().cancelAll(transaction, KIND, topic);
  }
}
