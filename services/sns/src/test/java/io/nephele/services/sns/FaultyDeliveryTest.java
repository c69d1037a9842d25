package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.fifoTopic;
import static io.nephele.services.sns.TestTopics.queue;
import static io.nephele.services.sns.TestTopics.receive;
import static io.nephele.services.sns.TestTopics.subscribe;
import static io.nephele.services.sns.TestTopics.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.faults.FaultEffect;
import io.nephele.core.faults.FaultRule;
import io.nephele.core.faults.FaultScope;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Deliveries to queues that fail, before or after the queue has taken the message. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FaultyDeliveryTest {
  private static final int MESSAGES = 30;

  @Inject SnsClient sns;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;
  @Inject Nephele nephele;

  /** Has some of the sends to the subscribed queue fail. */
  private void failing(FaultEffect effect, double probability, long seed) {
    nephele
        .world()
        .faults()
        .add(
            FaultRule.of(effect)
                .on(new FaultScope("sqs", "SendMessage", "wanted*", null, null, null))
                .withProbability(probability)
                .withSeed(seed));
  }

  private static FaultEffect unavailable() {
    return FaultEffect.error("ServiceUnavailable");
  }

  /** All that can be received, in order. */
  private List<Message> all(String queue) {
    List<Message> all = new ArrayList<>();
    for (List<Message> some = receive(sqs, queue); !some.isEmpty(); some = receive(sqs, queue)) {
      all.addAll(some);
    }
    return all;
  }

  @Test
  void everyMessageArrivesOrLiesInTheDeadLetterQueue() {
    String queue = queue(sqs, "wanted");
    String dead = queue(sqs, "dead");
    String topic = topic(sns, "faulty");
    subscribe(
        sns,
        topic,
        "sqs",
        queue,
        "RawMessageDelivery",
        "true",
        "RedrivePolicy",
        "{\"deadLetterTargetArn\":\"" + dead + "\"}");
    failing(unavailable(), 0.3, 1);
    failing(unavailable().after(), 0.2, 2);
    failing(FaultEffect.error("InvalidMessageContents", 400, "no"), 0.2, 3);
    Set<String> published = new HashSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      String text = "m" + i;
      sns.publish(r -> r.topicArn(topic).message(text));
      published.add(text);
    }
    clock.advance(Duration.ofHours(1));

    List<String> arrived = all(queue).stream().map(Message::body).toList();
    List<String> given = all(dead).stream().map(Message::body).toList();
    Set<String> both = new HashSet<>(arrived);
    both.addAll(given);
    assertThat(both).isEqualTo(published);
    assertThat(arrived).as("some faults hit answers alone").hasSizeGreaterThan(MESSAGES / 2);
    assertThat(given).as("some faults were for good").isNotEmpty();
  }

  @Test
  void messagesOfAFifoTopicArriveOnceAndInOrder() {
    String queue = queue(sqs, "wanted.fifo");
    String topic = fifoTopic(sns, "faulty.fifo", "ContentBasedDeduplication", "true");
    subscribe(sns, topic, "sqs", queue, "RawMessageDelivery", "true");
    failing(unavailable(), 0.3, 1);
    failing(unavailable().after(), 0.3, 2);
    Map<String, List<String>> published = new TreeMap<>();
    for (int i = 0; i < MESSAGES; i++) {
      String text = "m" + i;
      String group = "g" + i % 3;
      sns.publish(r -> r.topicArn(topic).message(text).messageGroupId(group));
      published.computeIfAbsent(group, any -> new ArrayList<>()).add(text);
    }
    clock.advance(Duration.ofHours(1));

    Map<String, List<String>> arrived = new TreeMap<>();
    for (Message each : all(queue)) {
      arrived
          .computeIfAbsent(
              each.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID),
              any -> new ArrayList<>())
          .add(each.body());
    }
    assertThat(arrived).isEqualTo(published);
  }
}
