package io.nephele.services.sqs;

import static io.nephele.services.sqs.QueuesTest.assertError;
import static io.nephele.services.sqs.TestQueues.arn;
import static io.nephele.services.sqs.TestQueues.bodies;
import static io.nephele.services.sqs.TestQueues.counts;
import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.createFifo;
import static io.nephele.services.sqs.TestQueues.receive;
import static io.nephele.services.sqs.TestQueues.receiveOne;
import static io.nephele.services.sqs.TestQueues.redrivePolicy;
import static io.nephele.services.sqs.TestQueues.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DeadLetterQueuesTest {
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  @Test
  @Fact({"sqs-024", "sqs-026"})
  void aMessageReceivedTooOftenGoesToTheDeadLetterQueueAndKeepsItsAge() {
    String deadLetters = create(sqs, "dead", "MessageRetentionPeriod", "120");
    String source = source("source", deadLetters, 2);
    String id = send(sqs, source, "poison");
    String sentAt = String.valueOf(clock.millis());
    for (int i = 1; i <= 2; i++) {
      assertThat(receiveOne(sqs, source).attributes())
          .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, String.valueOf(i));
      assertThat(receive(sqs, deadLetters)).isEmpty();
      clock.advance(Duration.ofSeconds(30));
    }
    assertThat(receive(sqs, source)).isEmpty();
    assertThat(counts(sqs, source)).containsExactly("0", "0", "0");
    assertThat(counts(sqs, deadLetters)).containsExactly("1", "0", "0");
    Message dead = receiveOne(sqs, deadLetters);
    assertThat(dead.messageId()).isEqualTo(id);
    assertThat(dead.attributes())
        .containsEntry(MessageSystemAttributeName.SENT_TIMESTAMP, sentAt)
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "3")
        .containsEntry(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN, arn(sqs, source));
    // 60 s of its 120 have gone by before it came here.
    clock.advance(Duration.ofMillis(59_999));
    assertThat(counts(sqs, deadLetters)).containsExactly("1", "0", "0");
    clock.advance(Duration.ofMillis(1));
    assertThat(counts(sqs, deadLetters)).containsExactly("0", "0", "0");
    assertThat(receive(sqs, deadLetters)).isEmpty();
  }

  /** With a clock that stands, all of it happens in the millisecond in which both were sent. */
  @Test
  void whoSendsToTheDeadLetterQueueDoesNotOverwriteWhatCameFromElsewhere() {
    String deadLetters = create(sqs, "dead");
    String source = source("source", deadLetters, 1);
    for (int i = 0; i < 5; i++) {
      send(sqs, source, "poison" + i);
    }
    for (int i = 0; i < 2; i++) {
      sqs.receiveMessage(r -> r.queueUrl(source).maxNumberOfMessages(10).visibilityTimeout(0));
    }
    for (int i = 0; i < 5; i++) {
      send(sqs, deadLetters, "direct" + i);
    }
    assertThat(bodies(receive(sqs, deadLetters)))
        .containsExactlyInAnyOrder(
            "poison0", "poison1", "poison2", "poison3", "poison4", "direct0", "direct1", "direct2",
            "direct3", "direct4");
  }

  @Test
  void aLongPollOfTheDeadLetterQueueEndsWhenOneComes() throws Exception {
    String deadLetters = create(sqs, "dead");
    String source = source("source", deadLetters, 1);
    send(sqs, source, "poison");
    sqs.receiveMessage(r -> r.queueUrl(source).visibilityTimeout(0));
    FutureTask<List<Message>> poll =
        TestQueues.start(
            () -> sqs.receiveMessage(r -> r.queueUrl(deadLetters).waitTimeSeconds(20)).messages());
    TestQueues.awaitWaiter(clock, 20);
    assertThat(receive(sqs, source)).isEmpty();
    assertThat(bodies(poll.get())).containsExactly("poison");
  }

  @Test
  void aFifoQueuesMessagesKeepTheirGroup() {
    String deadLetters = createFifo(sqs, "dead.fifo");
    String source =
        createFifo(sqs, "source.fifo", "RedrivePolicy", redrivePolicy(arn(sqs, deadLetters), 1));
    TestQueues.sendFifo(sqs, source, "g", "poison");
    TestQueues.sendFifo(sqs, source, "g", "next");
    sqs.receiveMessage(r -> r.queueUrl(source).visibilityTimeout(0));
    clock.advance(Duration.ofSeconds(1));
    assertThat(bodies(receive(sqs, source))).containsExactly("next");
    Message dead = receiveOne(sqs, deadLetters);
    assertThat(dead.body()).isEqualTo("poison");
    assertThat(dead.attributes())
        .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "g")
        .containsEntry(MessageSystemAttributeName.SENT_TIMESTAMP, String.valueOf(clock.millis()));
  }

  @Test
  void messagesStayWhereTheyAreWhenTheDeadLetterQueueIsGone() {
    String deadLetters = create(sqs, "dead");
    String source = source("source", deadLetters, 1);
    send(sqs, source, "poison");
    sqs.receiveMessage(r -> r.queueUrl(source).visibilityTimeout(0));
    sqs.deleteQueue(r -> r.queueUrl(deadLetters));
    assertThat(receive(sqs, source)).hasSize(1);
  }

  @Test
  @Fact("sqs-025")
  void theDeadLetterQueueMustFit() {
    String standard = arn(sqs, create(sqs, "standard"));
    String fifo = arn(sqs, createFifo(sqs, "queue.fifo"));
    String source = create(sqs, "source");
    assertPolicyError(source, fifo, "Dead-letter queue must be same type of queue as the source.");
    String fifoSource = createFifo(sqs, "source.fifo");
    assertPolicyError(
        fifoSource, standard, "Dead-letter queue must be same type of queue as the source.");
    assertPolicyError(
        source,
        "arn:aws:sqs:eu-west-1:000000000000:standard",
        "Dead-letter target must be in the same region as the source.");
    assertPolicyError(
        source,
        "arn:aws:sqs:us-east-1:111111111111:standard",
        "Dead-letter target owner should be same as the source.");
    assertPolicyError(
        source, "arn:aws:sqs:us-east-1:000000000000:nowhere", "Dead letter target does not exist.");
    assertPolicyError(
        source, "arn:aws:sns:us-east-1:000000000000:x", "Invalid value for deadLetterTargetArn.");
  }

  @Test
  void aRedrivePolicyThatCannotBeIsAnError() {
    String source = create(sqs, "source");
    assertError(
        () -> TestQueues.set(sqs, source, "RedrivePolicy", "nonsense"),
        "InvalidAttributeValue",
        "Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON"
            + " map.");
    String prefix = "for parameter RedrivePolicy is invalid. Reason: ";
    assertError(
        () -> TestQueues.set(sqs, source, "RedrivePolicy", "{}"),
        "InvalidParameterValue",
        "Value {} "
            + prefix
            + "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
    assertError(
        () -> TestQueues.set(sqs, source, "RedrivePolicy", "{\"maxReceiveCount\":5}"),
        "InvalidParameterValue",
        "Value {\"maxReceiveCount\":5} "
            + prefix
            + "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
    String tooOften = redrivePolicy("arn:aws:sqs:us-east-1:000000000000:q", 1001);
    assertError(
        () -> TestQueues.set(sqs, source, "RedrivePolicy", tooOften),
        "InvalidParameterValue",
        "Value "
            + tooOften
            + " "
            + prefix
            + "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both"
            + " inclusive.");
  }

  @Test
  void aRedrivePolicyCanBeRemovedAndCountsCanBeTexts() {
    String target = arn(sqs, create(sqs, "dead"));
    String source = create(sqs, "source");
    TestQueues.set(
        sqs,
        source,
        "RedrivePolicy",
        "{\"maxReceiveCount\":\"3\", \"deadLetterTargetArn\":\"" + target + "\"}");
    assertThat(TestQueues.attribute(sqs, source, QueueAttributeName.REDRIVE_POLICY))
        .isEqualTo(redrivePolicy(target, 3));
    TestQueues.set(sqs, source, "RedrivePolicy", "");
    assertThat(TestQueues.attribute(sqs, source, QueueAttributeName.REDRIVE_POLICY)).isNull();
  }

  @Test
  void aRedriveAllowPolicyKeepsOthersAway() {
    String deadLetters = create(sqs, "dead");
    String allowed = create(sqs, "allowed");
    String other = create(sqs, "other");
    TestQueues.set(
        sqs,
        deadLetters,
        "RedriveAllowPolicy",
        "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"" + arn(sqs, allowed) + "\"]}");
    String policy = redrivePolicy(arn(sqs, deadLetters), 1);
    TestQueues.set(sqs, allowed, "RedrivePolicy", policy);
    assertPolicyError(
        other,
        arn(sqs, deadLetters),
        "The redrive allow policy of the dead-letter queue does not allow this queue to use it.");
    assertError(
        () ->
            TestQueues.set(
                sqs, deadLetters, "RedriveAllowPolicy", "{\"redrivePermission\":\"byQueue\"}"),
        "InvalidParameterValue",
        "Value {\"redrivePermission\":\"byQueue\"} for parameter RedriveAllowPolicy is invalid."
            + " Reason: Amazon SQS can't create the redrive allow policy. When you specify the"
            + " byQueue permission type, you must also specify one or more sourceQueueArns"
            + " values.");
    assertError(
        () -> TestQueues.set(sqs, deadLetters, "RedriveAllowPolicy", "[]"),
        "InvalidAttributeValue",
        "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the"
            + " redrive allow policy, as it’s in an unsupported format.");
  }

  @Test
  @Fact("sqs-027")
  void theSourcesOfADeadLetterQueueAreListedInPages() {
    String deadLetters = create(sqs, "dead");
    for (String name : List.of("s1", "s2", "s3")) {
      source(name, deadLetters, 1);
    }
    create(sqs, "s4");
    ListDeadLetterSourceQueuesResponse first =
        sqs.listDeadLetterSourceQueues(r -> r.queueUrl(deadLetters).maxResults(2));
    assertThat(first.queueUrls()).hasSize(2);
    ListDeadLetterSourceQueuesResponse second =
        sqs.listDeadLetterSourceQueues(
            r -> r.queueUrl(deadLetters).maxResults(2).nextToken(first.nextToken()));
    assertThat(second.queueUrls()).singleElement().asString().endsWith("/s3");
    assertThat(second.nextToken()).isNull();
  }

  private String source(String name, String deadLetters, int maxReceiveCount) {
    return create(
        sqs, name, "RedrivePolicy", redrivePolicy(arn(sqs, deadLetters), maxReceiveCount));
  }

  private void assertPolicyError(String url, String target, String reason) {
    String policy = redrivePolicy(target, 1);
    assertError(
        () -> TestQueues.set(sqs, url, "RedrivePolicy", policy),
        "InvalidParameterValue",
        "Value " + policy + " for parameter RedrivePolicy is invalid. Reason: " + reason);
  }
}
