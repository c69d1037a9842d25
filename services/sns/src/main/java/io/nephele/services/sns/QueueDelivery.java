package io.nephele.services.sns;

import io.nephele.api.sqs.MessageAttributeValue;
import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Delivers to queues, as SNS itself on behalf of the topic, so that their policies decide. */
final class QueueDelivery {
  /** More than these a message in a queue cannot have. */
  private static final int MOST_ATTRIBUTES = 10;

  private final World world;

  QueueDelivery(World world) {
    this.world = world;
  }

  /**
   * The request that delivers a message.
   *
   * @throws DeliveryFailure if a queue cannot take it
   */
  SendMessageRequest request(Target target, Notification message, Envelope envelope)
      throws DeliveryFailure {
    SendMessageRequest request = new SendMessageRequest().queueUrl(target.queueUrl());
    if (target.raw()) {
      Map<String, Attribute> attributes = message.attributes();
      if (attributes.size() > MOST_ATTRIBUTES) {
        throw new DeliveryFailure(
            false,
            "InvalidParameterValue",
            400,
            "Number of message attributes ["
                + attributes.size()
                + "] exceeds the allowed maximum"
                + " ["
                + MOST_ATTRIBUTES
                + "].");
      }
      request.messageBody(message.text("sqs"));
      if (!attributes.isEmpty()) {
        request.messageAttributes(attributes(attributes));
      }
    } else {
      request.messageBody(envelope.json(target.subscription()));
    }
    if (message.groupId() != null) {
      request.messageGroupId(message.groupId());
    }
    if (message.deduplicationId() != null && target.queueUrl().endsWith(Topic.FIFO_SUFFIX)) {
      request.messageDeduplicationId(message.deduplicationId());
    }
    return request;
  }

  private static Map<String, MessageAttributeValue> attributes(Map<String, Attribute> from) {
    Map<String, MessageAttributeValue> values = new LinkedHashMap<>();
    for (Map.Entry<String, Attribute> each : from.entrySet()) {
      Attribute attribute = each.getValue();
      values.put(
          each.getKey(),
          new MessageAttributeValue()
              .dataType(attribute.dataType())
              .stringValue(attribute.text())
              .binaryValue(attribute.binary()));
    }
    return values;
  }

  /**
   * Sends a message to a queue.
   *
   * @param trace the header of X-Ray that goes with it, or null
   * @throws DeliveryFailure if the queue does not take it
   */
  void send(TopicAddress topic, SendMessageRequest request, Region region, String trace)
      throws DeliveryFailure {
    try {
      world.call(
          Sqs.SendMessage,
          request,
          Principal.service(SnsWorld.PRINCIPAL, topic.accountId()),
          region,
          Origin.service(SnsWorld.PRINCIPAL, topic.arn()).tracing(trace));
    } catch (AwsException e) {
      throw DeliveryFailure.of(e);
    }
  }

  /**
   * Sends what could not be delivered to a dead-letter queue.
   *
   * @throws DeliveryFailure if that does not take it either
   */
  void redrive(
      String queueArn,
      Target target,
      Notification message,
      Envelope envelope,
      DeliveryFailure because)
      throws DeliveryFailure {
    Arn arn = Arn.parse(queueArn);
    Region region = Regions.find(arn.region());
    if (region == null) {
      throw new DeliveryFailure(
          false, "InvalidParameter", 400, "There is no region " + arn.region());
    }
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("RequestID", text(world.ids().uuid().toString()));
    attributes.put("ErrorCode", text(because.code()));
    attributes.put("ErrorMessage", text(because.getMessage() == null ? "" : because.getMessage()));
    SendMessageRequest request =
        new SendMessageRequest()
            .queueUrl(Target.queueUrl(arn, region))
            .messageBody(
                target.raw()
                    ? message.text(target.protocol())
                    : envelope.json(target.subscription()))
            .messageAttributes(attributes);
    if (queueArn.endsWith(Topic.FIFO_SUFFIX)) {
      request.messageGroupId(message.groupId()).messageDeduplicationId(message.deduplicationId());
    }
    send(target.topic(), request, region, message.trace());
  }

  private static MessageAttributeValue text(String value) {
    return new MessageAttributeValue()
        .dataType("String")
        .stringValue(value.isEmpty() ? "-" : value);
  }
}
