package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.bodies;
import static io.nephele.services.sns.TestTopics.fifoTopic;
import static io.nephele.services.sns.TestTopics.queue;
import static io.nephele.services.sns.TestTopics.receive;
import static io.nephele.services.sns.TestTopics.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Topics that deliver once and in order. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FifoTopicsTest {
  @Inject SnsClient sns;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  @Test
  void groupsArriveInOrderAndOnce() {
    String topic = fifoTopic(sns, "orders.fifo");
    String queue = queue(sqs, "orders.fifo");
    subscribe(sns, topic, "sqs", queue, "RawMessageDelivery", "true");
    PublishResponse first = publish(topic, "g", "1", "one");
    publish(topic, "g", "2", "two");
    publish(topic, "h", "3", "other");
    publish(topic, "g", "4", "three");
    PublishResponse again = publish(topic, "g", "1", "one, again");
    assertThat(again.messageId()).isEqualTo(first.messageId());
    assertThat(again.sequenceNumber()).isEqualTo(first.sequenceNumber());
    assertThat(first.sequenceNumber()).isEqualTo("10000000000000000001");
    List<Message> received = receive(sqs, queue);
    assertThat(received)
        .filteredOn(
            m -> m.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID).equals("g"))
        .extracting(Message::body)
        .containsExactly("one", "two", "three");
    assertThat(received).hasSize(4);
    clock.advance(Duration.ofMinutes(5));
    assertThat(publish(topic, "g", "1", "one").messageId()).isNotEqualTo(first.messageId());
    assertThat(bodies(sqs, queue)).containsExactly("one");
  }

  @Test
  void contentCanDeduplicateAndGroupsCanBeTheScope() {
    String topic =
        fifoTopic(
            sns,
            "content.fifo",
            "ContentBasedDeduplication",
            "true",
            "FifoThroughputScope",
            "MessageGroup");
    String queue = queue(sqs, "content.fifo");
    subscribe(sns, topic, "sqs", queue, "RawMessageDelivery", "true");
    sns.publish(r -> r.topicArn(topic).message("same").messageGroupId("a"));
    sns.publish(r -> r.topicArn(topic).message("same").messageGroupId("a"));
    sns.publish(r -> r.topicArn(topic).message("else").messageGroupId("a"));
    assertThat(bodies(sqs, queue)).containsExactly("same", "else");
  }

  @Test
  void whatIsMissingOrOutOfPlaceIsRefused() {
    String topic = fifoTopic(sns, "strict.fifo");
    refused(
        () -> sns.publish(r -> r.topicArn(topic).message("x").messageDeduplicationId("1")),
        "Invalid parameter: The MessageGroupId parameter is required for FIFO topics");
    refused(
        () -> sns.publish(r -> r.topicArn(topic).message("x").messageGroupId("1")),
        "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or"
            + " MessageDeduplicationId provided explicitly");
    refused(
        () -> subscribe(sns, topic, "email", "me@example.com"),
        "Invalid parameter: Invalid protocol type: email. FIFO topics deliver to SQS queues only.");
    String standard = TestTopics.topic(sns, "standard");
    refused(
        () -> sns.publish(r -> r.topicArn(standard).message("x").messageDeduplicationId("1")),
        "Invalid parameter: MessageDeduplicationId Reason: The request includes"
            + " MessageDeduplicationId parameter that is not valid for this topic type");
    refused(
        () -> subscribe(sns, standard, "sqs", queue(sqs, "one.fifo")),
        "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be"
            + " subscribed to standard SNS topics");
  }

  @Test
  void batchesKeepTheirOrder() {
    String topic = fifoTopic(sns, "batch.fifo", "ContentBasedDeduplication", "true");
    String queue = queue(sqs, "batch.fifo");
    subscribe(sns, topic, "sqs", queue, "RawMessageDelivery", "true");
    List<PublishBatchRequestEntry> entries = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      expected.add("m" + i);
      entries.add(
          PublishBatchRequestEntry.builder()
              .id("e" + i)
              .message("m" + i)
              .messageGroupId("g")
              .build());
    }
    PublishBatchResponse answer =
        sns.publishBatch(r -> r.topicArn(topic).publishBatchRequestEntries(entries));
    assertThat(answer.successful()).hasSize(10);
    assertThat(bodies(sqs, queue)).isEqualTo(expected);
  }

  @Test
  void manyPublishersKeepTheOrderOfTheNumbers() throws InterruptedException {
    String topic = fifoTopic(sns, "busy.fifo", "ContentBasedDeduplication", "true");
    String queue = queue(sqs, "busy.fifo");
    subscribe(sns, topic, "sqs", queue);
    List<Thread> publishers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int publisher = i;
      publishers.add(
          Thread.startVirtualThread(
              () -> {
                for (int j = 0; j < 10; j++) {
                  String message = publisher + "-" + j;
                  sns.publish(r -> r.topicArn(topic).message(message).messageGroupId("g"));
                }
              }));
    }
    for (Thread each : publishers) {
      each.join();
    }
    List<String> numbers = new ArrayList<>();
    for (List<String> some = bodies(sqs, queue); !some.isEmpty(); some = bodies(sqs, queue)) {
      some.forEach(
          body -> numbers.add(body.replaceAll("(?s).*\"SequenceNumber\" : \"(\\d+)\".*", "$1")));
    }
    assertThat(numbers).hasSize(40).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aQueueThatIsNotThereHoldsNothingUp() {
    String topic = fifoTopic(sns, "mixed.fifo", "ContentBasedDeduplication", "true");
    String queue = queue(sqs, "mixed.fifo");
    String dead = queue(sqs, "dead.fifo");
    subscribe(sns, topic, "sqs", queue, "RawMessageDelivery", "true");
    subscribe(
        sns,
        topic,
        "sqs",
        "arn:aws:sqs:us-east-1:000000000000:gone.fifo",
        "RawMessageDelivery",
        "true",
        "RedrivePolicy",
        "{\"deadLetterTargetArn\":\"" + dead + "\"}");
    sns.publish(r -> r.topicArn(topic).message("x").messageGroupId("g"));
    assertThat(bodies(sqs, queue)).containsExactly("x");
    assertThat(bodies(sqs, dead)).containsExactly("x");
  }

  @Test
  void anArchiveIsReplayed() {
    String topic =
        fifoTopic(
            sns,
            "kept.fifo",
            "ContentBasedDeduplication",
            "true",
            "ArchivePolicy",
            "{\"MessageRetentionPeriod\":\"10\"}");
    sns.publish(r -> r.topicArn(topic).message("too early").messageGroupId("g"));
    clock.advance(Duration.ofMinutes(1));
    String start = clock.now().toString();
    sns.publish(r -> r.topicArn(topic).message("first").messageGroupId("g"));
    sns.publish(r -> r.topicArn(topic).message("second").messageGroupId("g"));
    clock.advance(Duration.ofMinutes(1));
    assertThat(sns.getTopicAttributes(r -> r.topicArn(topic)).attributes())
        .containsKey("BeginningArchiveTime");
    String queue = queue(sqs, "replayed.fifo");
    String subscription =
        subscribe(
            sns,
            topic,
            "sqs",
            queue,
            "ReplayPolicy",
            "{\"PointType\":\"Timestamp\",\"StartingPoint\":\"" + start + "\"}");
    clock.advance(Duration.ofSeconds(1));
    List<String> bodies = bodies(sqs, queue);
    assertThat(bodies).hasSize(2);
    assertThat(bodies.get(0))
        .contains("\"Message\" : \"first\"")
        .contains("\"Replayed\" : \"true\"");
    assertThat(bodies.get(1)).contains("\"Message\" : \"second\"");
    assertThat(
            sns.getSubscriptionAttributes(r -> r.subscriptionArn(subscription))
                .attributes()
                .get("ReplayStatus"))
        .isEqualTo("Completed");
  }

  private PublishResponse publish(String topic, String group, String id, String message) {
    return sns.publish(
        r -> r.topicArn(topic).message(message).messageGroupId(group).messageDeduplicationId(id));
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
  }
}
