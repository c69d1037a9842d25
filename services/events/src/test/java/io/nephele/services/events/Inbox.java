package io.nephele.services.events;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue that EventBridge may send to. */
@SuppressWarnings("unchecked")
record Inbox(SqsClient sqs, String url, String arn) {

  static Inbox create(SqsClient sqs, String name) {
    String url = sqs.createQueue(c -> c.queueName(name)).queueUrl();
    String arn =
        sqs.getQueueAttributes(g -> g.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    Inbox inbox = new Inbox(sqs, url, arn);
    inbox.allow();
    return inbox;
  }

  private void allow() {
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage",
        "Principal":{"Service":"events.amazonaws.com"},"Resource":"%s"}]}\
        """
            .formatted(arn);
    sqs.setQueueAttributes(
        s -> s.queueUrl(url).attributes(java.util.Map.of(QueueAttributeName.POLICY, policy)));
  }

  /** All messages that are there, which are taken. */
  List<Message> messages() {
    List<Message> all = new ArrayList<>();
    while (true) {
      List<Message> some =
          sqs.receiveMessage(
                  r -> r.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
              .messages();
      if (some.isEmpty()) {
        return all;
      }
      for (Message message : some) {
        sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
      all.addAll(some);
    }
  }

  List<String> bodies() {
    return messages().stream().map(Message::body).toList();
  }

  /** A rule of the default bus that sends to this queue. */
  void listen(EventBridgeClient events, String rule, String pattern) {
    events.putRule(r -> r.name(rule).eventPattern(pattern));
    events.putTargets(t -> t.rule(rule).targets(x -> x.id("queue").arn(arn)));
  }

  static PutEventsResponse put(EventBridgeClient events, String source, String detail) {
    return events.putEvents(
        p -> p.entries(e -> e.source(source).detailType("Order").detail(detail)));
  }
}
