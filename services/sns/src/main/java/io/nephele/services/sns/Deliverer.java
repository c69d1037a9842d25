package io.nephele.services.sns;

import io.nephele.api.sqs.SendMessageRequest;

/** Delivers single messages to endpoints that are not in the store. */
final class Deliverer {
  private final SnsWorld sns;
  private final QueueDelivery queues;
  private final FunctionDelivery functions;
  private final StreamDelivery streams;
  private final WebDelivery web;
  private final DeliveryLog log;

  Deliverer(SnsWorld sns, DeliveryLog log) {
    this.sns = sns;
    this.log = log;
    this.queues = new QueueDelivery(sns.world());
    this.functions = new FunctionDelivery(sns.world(), sns.signer());
    this.streams = new StreamDelivery(sns.world());
    this.web = new WebDelivery();
  }

  QueueDelivery queues() {
    return queues;
  }

  Envelope envelope(Notification message) {
    return new Envelope(sns.signer(), message);
  }

  /**
   * Delivers a message.
   *
   * @throws DeliveryFailure if the endpoint does not take it
   */
  void deliver(LiveTopic topic, Target target, Notification message) throws DeliveryFailure {
    Envelope envelope = envelope(message);
    switch (target.protocol()) {
      case "sqs" ->
          queues.send(
              target.topic(),
              queues.request(target, message, envelope),
              target.region(),
              message.trace());
      case "lambda" -> functions.deliver(target, message);
      case "firehose" -> streams.deliver(target, message, envelope);
      case "http", "https" -> web.deliver(topic.topic(), target, message, envelope);
      default -> throw new IllegalStateException(target.protocol() + " is delivered otherwise");
    }
  }

  /**
   * Asks the endpoint of a pending subscription to confirm, or says farewell to one that is gone.
   *
   * @throws DeliveryFailure if it does not take the message
   */
  void confirm(
      TopicAddress topic, Subscription subscription, String type, String messageId, String json)
      throws DeliveryFailure {
    Target target = Target.of(topic, subscription);
    switch (subscription.protocol()) {
      case "http", "https" -> web.confirm(subscription, type, messageId, json);
      case "sqs" -> {
        SendMessageRequest request =
            new SendMessageRequest().queueUrl(target.queueUrl()).messageBody(json);
        if (target.queueUrl().endsWith(Topic.FIFO_SUFFIX)) {
          request.messageGroupId(subscription.id()).messageDeduplicationId(messageId);
        }
        queues.send(topic, request, target.region(), null);
      }
      default ->
          throw new DeliveryFailure(
              false,
              "NotSupported",
              0,
              "Endpoints of " + subscription.protocol() + " cannot be asked to confirm");
    }
  }

  /** Tells of a message that was delivered. */
  void delivered(LiveTopic topic, Target target, Notification message) {
    topic.metrics().count(TopicMetrics.DELIVERED);
    log.note(topic, target, message, null);
  }

  /**
   * Gives a message up, which goes to the dead-letter queue if the subscription has one.
   *
   * @throws DeliveryFailure if that queue may take it later
   */
  void giveUp(LiveTopic topic, Target target, Notification message, DeliveryFailure failure)
      throws DeliveryFailure {
    String redrive = target.subscription().attribute(SubscriptionAttributes.REDRIVE_POLICY);
    log.note(topic, target, message, failure);
    if (redrive != null) {
      try {
        queues.redrive(
            RedrivePolicy.queueArn(redrive), target, message, envelope(message), failure);
      } catch (DeliveryFailure e) {
        if (e.passing()) {
          throw e;
        }
        topic.metrics().count(TopicMetrics.NOT_REDRIVEN);
        topic.metrics().count(TopicMetrics.FAILED);
        return;
      }
      topic.metrics().count(TopicMetrics.REDRIVEN);
    }
    topic.metrics().count(TopicMetrics.FAILED);
  }
}
