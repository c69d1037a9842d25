package io.nephele.services.sns;

import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What tests of SNS do again and again. */
final class TestTopics {
  private TestTopics() {}

  /** Makes a topic; attributes are names and values in turn. */
  static String topic(SnsClient sns, String name, String... attributes) {
    return sns.createTopic(r -> r.name(name).attributes(map(attributes))).topicArn();
  }

  static String fifoTopic(SnsClient sns, String name, String... attributes) {
    Map<String, String> all = map(attributes);
    all.put("FifoTopic", "true");
    return sns.createTopic(r -> r.name(name).attributes(all)).topicArn();
  }

  /** Makes a queue to which every topic may send; returns its ARN. */
  static String queue(SqsClient sqs, String name) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("Policy", openPolicy());
    if (name.endsWith(".fifo")) {
      attributes.put("FifoQueue", "true");
    }
    String url =
        sqs.createQueue(r -> r.queueName(name).attributesWithStrings(attributes)).queueUrl();
    return sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .get(QueueAttributeName.QUEUE_ARN);
  }

  static String openPolicy() {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
    "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}\
    """;
  }

  /** Subscribes; returns the subscription's ARN. Attributes are names and values in turn. */
  static String subscribe(
      SnsClient sns, String topic, String protocol, String endpoint, String... attributes) {
    return sns.subscribe(
            r ->
                r.topicArn(topic)
                    .protocol(protocol)
                    .endpoint(endpoint)
                    .returnSubscriptionArn(true)
                    .attributes(map(attributes)))
        .subscriptionArn();
  }

  static String publish(SnsClient sns, String topic, String message) {
    return sns.publish(r -> r.topicArn(topic).message(message)).messageId();
  }

  static String url(SqsClient sqs, String queueArn) {
    String name = queueArn.substring(queueArn.lastIndexOf(':') + 1);
    return sqs.getQueueUrl(r -> r.queueName(name)).queueUrl();
  }

  /** Receives up to ten messages, and deletes them. */
  static List<Message> receive(SqsClient sqs, String queueArn) {
    String url = url(sqs, queueArn);
    List<Message> messages =
        sqs.receiveMessage(
                r ->
                    r.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(0)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
            .messages();
    for (Message each : messages) {
      sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(each.receiptHandle()));
    }
    return messages;
  }

  /** The bodies of what can be received. */
  static List<String> bodies(SqsClient sqs, String queueArn) {
    List<String> bodies = new ArrayList<>();
    receive(sqs, queueArn).forEach(message -> bodies.add(message.body()));
    return bodies;
  }

  /** The members of the one message that can be received, which is an envelope. */
  static Map<?, ?> envelope(SqsClient sqs, String queueArn) {
    List<String> bodies = bodies(sqs, queueArn);
    if (bodies.size() != 1) {
      throw new AssertionError("expected one message, not " + bodies);
    }
    return (Map<?, ?>) JsonText.parse(bodies.getFirst());
  }

  static Map<String, String> map(String... namesAndValues) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
