package io.nephele.services.sqs;

import static io.nephele.services.sqs.QueuesTest.assertError;
import static io.nephele.services.sqs.TestQueues.bodies;
import static io.nephele.services.sqs.TestQueues.counts;
import static io.nephele.services.sqs.TestQueues.createFifo;
import static io.nephele.services.sqs.TestQueues.delete;
import static io.nephele.services.sqs.TestQueues.receive;
import static io.nephele.services.sqs.TestQueues.receiveOne;
import static io.nephele.services.sqs.TestQueues.sendFifo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.RequestThrottledException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FifoQueueTest {
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  @Test
  @Fact({"sqs-005", "sqs-038", "sqs-042"})
  void aGroupsMessagesComeInTheOrderOfSending() {
    String url = createFifo(sqs, "order.fifo");
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sendFifo(sqs, url, "g", "m" + i);
      sent.add("m" + i);
    }
    List<String> received = new ArrayList<>();
    List<String> sequenceNumbers = new ArrayList<>();
    for (int i = 0; received.size() < 100; i++) {
      for (Message message : receive(sqs, url, 1 + i % 10)) {
        received.add(message.body());
        sequenceNumbers.add(message.attributes().get(MessageSystemAttributeName.SEQUENCE_NUMBER));
        delete(sqs, url, message);
      }
    }
    assertThat(received).isEqualTo(sent);
    assertThat(sequenceNumbers).isSorted().doesNotHaveDuplicates();
    assertThat(sequenceNumbers).allMatch(number -> number.length() == 20);
  }

  @Test
  @Fact("sqs-006")
  void aGroupIsLockedWhileItsMessagesAreInFlight() {
    String url = createFifo(sqs, "lock.fifo");
    for (String body : List.of("1", "2", "3")) {
      sendFifo(sqs, url, "a", body);
    }
    Message first = receive(sqs, url, 1).getFirst();
    assertThat(first.body()).isEqualTo("1");
    assertThat(receive(sqs, url)).isEmpty();
    sendFifo(sqs, url, "b", "other");
    assertThat(bodies(receive(sqs, url))).containsExactly("other");
    delete(sqs, url, first);
    List<Message> two = receive(sqs, url);
    assertThat(bodies(two)).containsExactly("2", "3");
    delete(sqs, url, two.get(1));
    assertThat(receive(sqs, url)).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    assertThat(bodies(receive(sqs, url))).containsExactlyInAnyOrder("2", "other");
  }

  @Test
  void anExpiredMessageComesAgainBeforeLaterOnes() {
    String url = createFifo(sqs, "expired.fifo");
    sendFifo(sqs, url, "a", "1");
    sendFifo(sqs, url, "a", "2");
    Message first = receive(sqs, url, 1).getFirst();
    clock.advance(Duration.ofSeconds(30));
    assertError(
        () -> delete(sqs, url, first),
        "InvalidParameterValue",
        "Value "
            + first.receiptHandle()
            + " for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.");
    assertThat(bodies(receive(sqs, url))).containsExactly("1", "2");
    assertThat(counts(sqs, url)).containsExactly("0", "2", "0");
  }

  @Test
  void endingTheVisibilityTimeoutFreesTheGroup() {
    String url = createFifo(sqs, "release.fifo");
    sendFifo(sqs, url, "a", "1");
    sendFifo(sqs, url, "a", "2");
    Message first = receive(sqs, url, 1).getFirst();
    sqs.changeMessageVisibility(
        r -> r.queueUrl(url).receiptHandle(first.receiptHandle()).visibilityTimeout(0));
    assertThat(bodies(receive(sqs, url))).containsExactly("1", "2");
  }

  @Test
  void aLongPollEndsWhenAGroupBecomesFree() throws Exception {
    String url = createFifo(sqs, "poll.fifo");
    sendFifo(sqs, url, "a", "1");
    sendFifo(sqs, url, "a", "2");
    Message first = receive(sqs, url, 1).getFirst();
    FutureTask<List<Message>> poll =
        TestQueues.start(
            () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20)).messages());
    TestQueues.awaitWaiter(clock, 20);
    delete(sqs, url, first);
    assertThat(bodies(poll.get())).containsExactly("2");
  }

  @Test
  @Fact({"sqs-008", "sqs-039"})
  void aMessageNeedsAGroup() {
    String url = createFifo(sqs, "group.fifo");
    assertError(
        () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("m").messageDeduplicationId("d")),
        "MissingParameter",
        "The request must contain the parameter MessageGroupId.");
    for (String wrong : List.of("", "a b", "g".repeat(129))) {
      assertError(
          () ->
              sqs.sendMessage(
                  r ->
                      r.queueUrl(url)
                          .messageBody("m")
                          .messageDeduplicationId("d")
                          .messageGroupId(wrong)),
          "InvalidParameterValue",
          "Value "
              + wrong
              + " for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include"
              + " alphanumeric and punctuation characters. 1 to 128 in length.");
    }
  }

  @Test
  @Fact("sqs-021")
  void aMessageCannotHaveADelay() {
    String url = createFifo(sqs, "delay.fifo", "ContentBasedDeduplication", "true");
    assertError(
        () ->
            sqs.sendMessage(
                r -> r.queueUrl(url).messageBody("m").messageGroupId("g").delaySeconds(2)),
        "InvalidParameterValue",
        "Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that"
            + " is not valid for this queue type.");
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("m").messageGroupId("g").delaySeconds(0));
    assertThat(receive(sqs, url)).hasSize(1);
  }

  @Test
  void theQueuesDelayIsForAllMessages() {
    String url = createFifo(sqs, "delay.fifo", "DelaySeconds", "10");
    sendFifo(sqs, url, "g", "1");
    clock.advance(Duration.ofSeconds(5));
    sendFifo(sqs, url, "g", "2");
    assertThat(counts(sqs, url)).containsExactly("0", "0", "2");
    clock.advance(Duration.ofSeconds(5));
    assertThat(counts(sqs, url)).containsExactly("1", "0", "1");
    assertThat(bodies(receive(sqs, url))).containsExactly("1");
  }

  @Test
  @Fact("sqs-030")
  void equalBodiesAreOneMessageForFiveMinutes() {
    String url = createFifo(sqs, "content.fifo", "ContentBasedDeduplication", "true");
    SendMessageResponse first = sendByContent(url, "g", "same", "a");
    clock.advance(Duration.ofMillis(299_999));
    SendMessageResponse second = sendByContent(url, "g", "same", "b");
    assertThat(second.messageId()).isEqualTo(first.messageId());
    assertThat(second.sequenceNumber()).isEqualTo(first.sequenceNumber());
    Message message = receiveOne(sqs, url);
    assertThat(message.attributes())
        .containsEntry(
            MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID,
            "0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5")
        .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "g");
    delete(sqs, url, message);
    sendByContent(url, "g", "same", "c");
    assertThat(receive(sqs, url)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(sendByContent(url, "g", "same", "d").messageId()).isNotEqualTo(first.messageId());
    assertThat(receive(sqs, url)).hasSize(1);
  }

  @Test
  @Fact("sqs-031")
  void anExplicitDeduplicationIdCountsMoreThanTheBody() {
    String url = createFifo(sqs, "explicit.fifo", "ContentBasedDeduplication", "true");
    for (String body : List.of("one", "two")) {
      sqs.sendMessage(
          r ->
              r.queueUrl(url).messageBody(body).messageGroupId("g").messageDeduplicationId("same"));
    }
    sqs.sendMessage(
        r -> r.queueUrl(url).messageBody("one").messageGroupId("g").messageDeduplicationId("x"));
    assertThat(bodies(receive(sqs, url))).containsExactly("one", "one");
    String without = createFifo(sqs, "without.fifo");
    assertError(
        () -> sqs.sendMessage(r -> r.queueUrl(without).messageBody("m").messageGroupId("g")),
        "InvalidParameterValue",
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId"
            + " provided explicitly");
  }

  @Test
  void deduplicationCanBeByGroup() {
    String queue = createFifo(sqs, "queue.fifo", "ContentBasedDeduplication", "true");
    String group =
        createFifo(
            sqs,
            "group.fifo",
            "ContentBasedDeduplication",
            "true",
            "DeduplicationScope",
            "messageGroup");
    for (String url : List.of(queue, group)) {
      sendByContent(url, "a", "same", "x");
      sendByContent(url, "b", "same", "x");
    }
    assertThat(receive(sqs, queue)).hasSize(1);
    assertThat(receive(sqs, group)).hasSize(2);
  }

  @Test
  @Fact("sqs-009")
  void threeHundredCallsASecondUnlessThroughputIsHigh(URI endpoint) {
    String url = createFifo(sqs, "limited.fifo");
    for (int i = 0; i < 300; i++) {
      sqs.sendMessageBatch(tenTo(url, i));
    }
    assertThat(counts(sqs, url)).containsExactly("3000", "0", "0");
    try (SqsClient hasty = withoutRetries(endpoint)) {
      assertThatThrownBy(() -> sendFifo(hasty, url, "g", "over"))
          .isInstanceOfSatisfying(
              RequestThrottledException.class,
              e -> {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RequestThrottled");
                assertThat(e.statusCode()).isEqualTo(403);
              });
    }
    receive(sqs, url);
    clock.advance(Duration.ofSeconds(1));
    sendFifo(sqs, url, "g", "next-second");
    TestQueues.set(
        sqs, url, "DeduplicationScope", "messageGroup", "FifoThroughputLimit", "perMessageGroupId");
    for (int i = 0; i < 400; i++) {
      sendFifo(sqs, url, "h", "m" + i);
    }
  }

  /** The SDK's usual client would try again for seconds. */
  private static SqsClient withoutRetries(URI endpoint) {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("000000000000", "test")))
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private static SendMessageBatchRequest tenTo(String url, int number) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id("id" + i)
              .messageBody("m")
              .messageGroupId("g")
              .messageDeduplicationId(number + "-" + i)
              .build());
    }
    return SendMessageBatchRequest.builder().queueUrl(url).entries(entries).build();
  }

  @Test
  void aReceiveCanBeRepeatedByItsAttemptId() {
    String url = createFifo(sqs, "attempt.fifo");
    sendFifo(sqs, url, "g", "1");
    sendFifo(sqs, url, "g", "2");
    List<Message> first = attempt(url, "attempt-1");
    assertThat(attempt(url, "attempt-2")).isEmpty();
    clock.advance(Duration.ofSeconds(20));
    List<Message> again = attempt(url, "attempt-1");
    assertThat(again).isEqualTo(first).hasSize(2);
    clock.advance(Duration.ofSeconds(20));
    assertThat(receive(sqs, url)).isEmpty();
    delete(sqs, url, again.getFirst());
    assertThat(attempt(url, "attempt-1")).isEmpty();
    clock.advance(Duration.ofSeconds(10));
    assertThat(bodies(attempt(url, "attempt-1"))).containsExactly("2");
  }

  private List<Message> attempt(String url, String id) {
    return sqs.receiveMessage(
            r -> r.queueUrl(url).maxNumberOfMessages(10).receiveRequestAttemptId(id))
        .messages();
  }

  private SendMessageResponse sendByContent(
      String url, String group, String body, String attribute) {
    return sqs.sendMessage(
        r ->
            r.queueUrl(url)
                .messageBody(body)
                .messageGroupId(group)
                .messageAttributes(
                    Map.of(
                        "a",
                        MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue(attribute)
                            .build())));
  }
}
