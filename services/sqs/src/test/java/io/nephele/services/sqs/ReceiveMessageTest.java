package io.nephele.services.sqs;

import static io.nephele.services.sqs.QueuesTest.assertError;
import static io.nephele.services.sqs.TestQueues.attribute;
import static io.nephele.services.sqs.TestQueues.counts;
import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.delete;
import static io.nephele.services.sqs.TestQueues.receive;
import static io.nephele.services.sqs.TestQueues.receiveOne;
import static io.nephele.services.sqs.TestQueues.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ReceiveMessageTest {
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  @Test
  @Fact({"sqs-004", "sqs-043"})
  void aMessageThatIsNotDeletedComesAgain() {
    String url = create(sqs, "again");
    send(sqs, url, "one");
    Message first = receiveOne(sqs, url);
    clock.advance(Duration.ofSeconds(30));
    Message second = receiveOne(sqs, url);
    assertThat(second.messageId()).isEqualTo(first.messageId());
    delete(sqs, url, second);
    clock.advance(Duration.ofHours(1));
    assertThat(receive(sqs, url)).isEmpty();
  }

  @Test
  @Fact({"sqs-016", "sqs-017"})
  void aReceivedMessageIsHiddenForTheVisibilityTimeout() {
    String url = create(sqs, "hidden");
    assertThat(attribute(sqs, url, QueueAttributeName.VISIBILITY_TIMEOUT)).isEqualTo("30");
    send(sqs, url, "one");
    assertThat(counts(sqs, url)).containsExactly("1", "0", "0");
    receiveOne(sqs, url);
    assertThat(counts(sqs, url)).containsExactly("0", "1", "0");
    clock.advance(Duration.ofMillis(29_999));
    assertThat(receive(sqs, url)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(counts(sqs, url)).containsExactly("1", "0", "0");
    receiveOne(sqs, url);
    assertError(
        () -> TestQueues.set(sqs, url, "VisibilityTimeout", "43201"),
        "InvalidAttributeValue",
        "Invalid value for the parameter VisibilityTimeout.");
    TestQueues.set(sqs, url, "VisibilityTimeout", "43200");
  }

  @Test
  void aReceiveCanSayItsOwnVisibilityTimeout() {
    String url = create(sqs, "own-timeout");
    send(sqs, url, "one");
    sqs.receiveMessage(r -> r.queueUrl(url).visibilityTimeout(5));
    clock.advance(Duration.ofMillis(4999));
    assertThat(receive(sqs, url)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(receive(sqs, url)).hasSize(1);
    assertError(
        () -> sqs.receiveMessage(r -> r.queueUrl(url).visibilityTimeout(43_201)),
        "InvalidParameterValue",
        "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200,"
            + " if provided.");
  }

  @Test
  void systemAttributesTellAMessagesStory() {
    Instant sentAt = clock.now();
    String url = create(sqs, "story");
    send(sqs, url, "one");
    clock.advance(Duration.ofSeconds(5));
    Instant firstAt = clock.now();
    receiveOne(sqs, url);
    clock.advance(Duration.ofSeconds(40));
    assertThat(receiveOne(sqs, url).attributes())
        .containsEntry(MessageSystemAttributeName.SENDER_ID, "000000000000")
        .containsEntry(MessageSystemAttributeName.SENT_TIMESTAMP, millis(sentAt))
        .containsEntry(
            MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP, millis(firstAt))
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2")
        .hasSize(4);
  }

  @Test
  @SuppressWarnings("deprecation") // the former parameter is what is tested
  void systemAttributesCanBeNamedInBothParameters() {
    String url = create(sqs, "both");
    send(sqs, url, "one");
    Message message =
        sqs.receiveMessage(
                r ->
                    r.queueUrl(url)
                        .attributeNamesWithStrings("SenderId", "VisibilityTimeout")
                        .messageSystemAttributeNamesWithStrings("SentTimestamp"))
            .messages()
            .getFirst();
    assertThat(message.attributes())
        .containsOnlyKeys(
            MessageSystemAttributeName.SENDER_ID, MessageSystemAttributeName.SENT_TIMESTAMP);
    assertError(
        () -> sqs.receiveMessage(r -> r.queueUrl(url).attributeNamesWithStrings("Colour")),
        "InvalidAttributeName",
        "Unknown Attribute Colour.");
  }

  @Test
  @Fact("sqs-032")
  void aReceiveYieldsOneToTenMessages() {
    String url = create(sqs, "ten");
    for (int i = 0; i < 12; i++) {
      send(sqs, url, "m" + i);
    }
    assertThat(sqs.receiveMessage(r -> r.queueUrl(url)).messages()).hasSize(1);
    assertThat(receive(sqs, url, 10)).hasSize(10);
    assertThat(receive(sqs, url, 10)).hasSize(1);
    for (int wrong : new int[] {0, 11}) {
      assertError(
          () -> receive(sqs, url, wrong),
          "InvalidParameterValue",
          "Value "
              + wrong
              + " for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10,"
              + " if provided.");
    }
  }

  @Test
  @Fact({"sqs-001", "sqs-037"})
  void aLongPollEndsWhenAMessageComes() throws Exception {
    String url = create(sqs, "poll");
    FutureTask<List<Message>> poll = TestQueues.start(() -> poll(url, 20));
    TestQueues.awaitWaiter(clock, 20);
    clock.advance(Duration.ofSeconds(7));
    assertThat(poll.isDone()).isFalse();
    send(sqs, url, "late");
    assertThat(poll.get()).extracting(Message::body).containsExactly("late");
    assertError(
        () -> poll(url, 21),
        "InvalidParameterValue",
        "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if"
            + " provided.");
  }

  @Test
  void aLongPollEndsAfterItsTime() throws Exception {
    String url = create(sqs, "poll");
    FutureTask<List<Message>> poll = TestQueues.start(() -> poll(url, 20));
    TestQueues.awaitWaiter(clock, 20);
    clock.advance(Duration.ofMillis(19_999));
    assertThat(poll.isDone()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(poll.get()).isEmpty();
  }

  @Test
  void aLongPollSeesWhatBecomesVisible() throws Exception {
    String url = create(sqs, "poll");
    send(sqs, url, "received");
    FutureTask<List<Message>> first = TestQueues.start(() -> poll(url, 20));
    assertThat(first.get()).hasSize(1);
    FutureTask<List<Message>> second = TestQueues.start(() -> poll(url, 20));
    TestQueues.awaitWaiter(clock, 20);
    sqs.changeMessageVisibility(
        r ->
            r.queueUrl(url)
                .receiptHandle(first.resultNow().getFirst().receiptHandle())
                .visibilityTimeout(3));
    TestQueues.awaitWaiter(clock, 3);
    clock.advance(Duration.ofSeconds(3));
    assertThat(second.get()).extracting(Message::body).containsExactly("received");
  }

  @Test
  void whoGoesHandsOnWhenTheNextMessageWillBeVisible() throws Exception {
    String url = create(sqs, "poll");
    send(sqs, url, "received");
    String handle = receiveOne(sqs, url).receiptHandle();
    FutureTask<List<Message>> first = TestQueues.start(() -> poll(url, 5));
    TestQueues.awaitWaiter(clock, 5);
    FutureTask<List<Message>> second = TestQueues.start(() -> poll(url, 20));
    clock.advance(Duration.ofMillis(1));
    sqs.changeMessageVisibility(r -> r.queueUrl(url).receiptHandle(handle).visibilityTimeout(10));
    clock.advance(Duration.ofSeconds(5));
    assertThat(first.get()).isEmpty();
    TestQueues.awaitWaiter(clock, 5);
    clock.advance(Duration.ofSeconds(5));
    assertThat(second.get()).extracting(Message::body).containsExactly("received");
  }

  @Test
  void aLongPollSeesWhatIsDelayed() throws Exception {
    String url = create(sqs, "poll");
    FutureTask<List<Message>> poll = TestQueues.start(() -> poll(url, 20));
    TestQueues.awaitWaiter(clock, 20);
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("delayed").delaySeconds(4));
    TestQueues.awaitWaiter(clock, 4);
    clock.advance(Duration.ofMillis(3999));
    assertThat(poll.isDone()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(poll.get()).extracting(Message::body).containsExactly("delayed");
  }

  @Test
  @Fact("sqs-002")
  void queuesPollShortUnlessTheySayOtherwise() throws Exception {
    String url = create(sqs, "default");
    assertThat(attribute(sqs, url, QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS))
        .isEqualTo("0");
    assertThat(sqs.receiveMessage(r -> r.queueUrl(url)).messages()).isEmpty();
    TestQueues.set(sqs, url, "ReceiveMessageWaitTimeSeconds", "10");
    FutureTask<List<Message>> poll =
        TestQueues.start(() -> sqs.receiveMessage(r -> r.queueUrl(url)).messages());
    TestQueues.awaitWaiter(clock, 10);
    assertThat(poll(url, 0)).isEmpty();
    clock.advance(Duration.ofSeconds(10));
    assertThat(poll.get()).isEmpty();
  }

  @Test
  @Fact("sqs-019")
  void aQueueCanDelayItsMessages() {
    String url = create(sqs, "delay");
    assertThat(attribute(sqs, url, QueueAttributeName.DELAY_SECONDS)).isEqualTo("0");
    TestQueues.set(sqs, url, "DelaySeconds", "5");
    send(sqs, url, "one");
    assertThat(counts(sqs, url)).containsExactly("0", "0", "1");
    clock.advance(Duration.ofMillis(4999));
    assertThat(receive(sqs, url)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(counts(sqs, url)).containsExactly("1", "0", "0");
    assertThat(receive(sqs, url)).hasSize(1);
    TestQueues.set(sqs, url, "DelaySeconds", "900");
    assertError(
        () -> TestQueues.set(sqs, url, "DelaySeconds", "901"),
        "InvalidAttributeValue",
        "Invalid value for the parameter DelaySeconds.");
  }

  @Test
  @Fact("sqs-020")
  void aMessageCanHaveADelayOfItsOwn() {
    String url = create(sqs, "timer", "DelaySeconds", "60");
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("soon").delaySeconds(3));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("now").delaySeconds(0));
    send(sqs, url, "later");
    assertThat(receiveOne(sqs, url).body()).isEqualTo("now");
    clock.advance(Duration.ofSeconds(3));
    assertThat(receiveOne(sqs, url).body()).isEqualTo("soon");
    assertError(
        () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("m").delaySeconds(901)),
        "InvalidParameterValue",
        "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <="
            + " 900.");
  }

  @Test
  @Fact("sqs-022")
  void aChangedDelayIsForLaterMessagesOfAStandardQueueAndForAllOfAFifoQueue() {
    String standard = create(sqs, "standard", "DelaySeconds", "60");
    String fifo = TestQueues.createFifo(sqs, "queue.fifo", "DelaySeconds", "60");
    send(sqs, standard, "one");
    TestQueues.sendFifo(sqs, fifo, "g", "one");
    assertThat(receive(sqs, fifo)).isEmpty();
    assertThat(counts(sqs, fifo)).containsExactly("0", "0", "1");
    TestQueues.set(sqs, standard, "DelaySeconds", "0");
    TestQueues.set(sqs, fifo, "DelaySeconds", "0");
    assertThat(receive(sqs, standard)).isEmpty();
    assertThat(receive(sqs, fifo)).hasSize(1);
    clock.advance(Duration.ofSeconds(60));
    assertThat(receive(sqs, standard)).hasSize(1);
  }

  @Test
  @Fact("sqs-023")
  void messagesVanishAfterTheRetentionPeriod() {
    String url = create(sqs, "retention");
    assertThat(attribute(sqs, url, QueueAttributeName.MESSAGE_RETENTION_PERIOD))
        .isEqualTo("345600");
    TestQueues.set(sqs, url, "MessageRetentionPeriod", "60");
    send(sqs, url, "never received");
    send(sqs, url, "received");
    Message received = receive(sqs, url, 1).getFirst();
    clock.advance(Duration.ofMillis(59_999));
    assertThat(counts(sqs, url)).containsExactly("2", "0", "0");
    clock.advance(Duration.ofMillis(1));
    assertThat(receive(sqs, url)).isEmpty();
    assertThat(counts(sqs, url)).containsExactly("0", "0", "0");
    delete(sqs, url, received);
    assertError(
        () -> TestQueues.set(sqs, url, "MessageRetentionPeriod", "59"),
        "InvalidAttributeValue",
        "Invalid value for the parameter MessageRetentionPeriod.");
    TestQueues.set(sqs, url, "MessageRetentionPeriod", "1209600");
    assertError(
        () -> TestQueues.set(sqs, url, "MessageRetentionPeriod", "1209601"),
        "InvalidAttributeValue",
        "Invalid value for the parameter MessageRetentionPeriod.");
  }

  @Test
  void manyPollersGetAMessageEach() throws Exception {
    String url = create(sqs, "pollers");
    List<FutureTask<List<Message>>> polls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      polls.add(TestQueues.start(() -> poll(url, 20)));
    }
    TestQueues.awaitWaiter(clock, 20);
    for (int i = 0; i < 20; i++) {
      send(sqs, url, "m" + i);
    }
    Set<String> bodies = new TreeSet<>();
    for (FutureTask<List<Message>> poll : polls) {
      bodies.addAll(TestQueues.bodies(poll.get()));
    }
    assertThat(bodies).hasSize(20);
  }

  private List<Message> poll(String url, int seconds) {
    return sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(seconds)).messages();
  }

  private static String millis(Instant time) {
    return String.valueOf(time.toEpochMilli());
  }
}
