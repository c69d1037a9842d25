package io.nephele.services.sqs;

import io.nephele.core.time.VirtualClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What tests of SQS do again and again. */
final class TestQueues {
  private TestQueues() {}

  /** Makes a queue; attributes are names and values in turn. */
  static String create(SqsClient sqs, String name, String... attributes) {
    return sqs.createQueue(
            request -> {
              request.queueName(name);
              if (attributes.length > 0) {
                request.attributesWithStrings(map(attributes));
              }
            })
        .queueUrl();
  }

  /** Makes a FIFO queue. */
  static String createFifo(SqsClient sqs, String name, String... attributes) {
    Map<String, String> all = new HashMap<>(map(attributes));
    all.put("FifoQueue", "true");
    return sqs.createQueue(request -> request.queueName(name).attributesWithStrings(all))
        .queueUrl();
  }

  static void set(SqsClient sqs, String url, String... attributes) {
    sqs.setQueueAttributes(request -> request.queueUrl(url).attributesWithStrings(map(attributes)));
  }

  static String send(SqsClient sqs, String url, String body) {
    return sqs.sendMessage(request -> request.queueUrl(url).messageBody(body)).messageId();
  }

  static String sendFifo(SqsClient sqs, String url, String group, String body) {
    return sqs.sendMessage(
            request ->
                request
                    .queueUrl(url)
                    .messageBody(body)
                    .messageGroupId(group)
                    .messageDeduplicationId(group + "-" + body))
        .messageId();
  }

  /** Receives up to ten messages with all their system attributes, without waiting. */
  static List<Message> receive(SqsClient sqs, String url) {
    return receive(sqs, url, 10);
  }

  static List<Message> receive(SqsClient sqs, String url, int max) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(url)
                    .maxNumberOfMessages(max)
                    .waitTimeSeconds(0)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  /** Receives the one message that can be received. */
  static Message receiveOne(SqsClient sqs, String url) {
    List<Message> messages = receive(sqs, url);
    if (messages.size() != 1) {
      throw new AssertionError("expected one message, not " + messages);
    }
    return messages.getFirst();
  }

  static void delete(SqsClient sqs, String url, Message message) {
    sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
  }

  static List<String> bodies(List<Message> messages) {
    List<String> bodies = new ArrayList<>();
    messages.forEach(message -> bodies.add(message.body()));
    return bodies;
  }

  static String attribute(SqsClient sqs, String url, QueueAttributeName name) {
    return sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(name))
        .attributes()
        .get(name);
  }

  static String arn(SqsClient sqs, String url) {
    return attribute(sqs, url, QueueAttributeName.QUEUE_ARN);
  }

  /** Visible, in flight and delayed. */
  static List<String> counts(SqsClient sqs, String url) {
    return List.of(
        attribute(sqs, url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
        attribute(sqs, url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
        attribute(sqs, url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
  }

  static String redrivePolicy(String targetArn, int maxReceiveCount) {
    return "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
        .formatted(targetArn, maxReceiveCount);
  }

  /** Does something on a thread of its own. */
  static <T> FutureTask<T> start(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.startVirtualThread(future);
    return future;
  }

  /** Returns once someone waits for a time at most so many seconds from now. */
  static void awaitWaiter(VirtualClock clock, int seconds) {
    await(
        () ->
            clock.nextDue() != null && !clock.nextDue().isAfter(clock.now().plusSeconds(seconds)));
  }

  /** Returns once the condition holds. */
  static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.yield();
    }
  }

  private static Map<String, String> map(String... namesAndValues) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
