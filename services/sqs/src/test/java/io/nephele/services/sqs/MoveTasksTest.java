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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MoveTasksTest {
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;
  private String deadLetters;
  private String source;
  private String destination;

  @BeforeEach
  void makeQueues() {
    deadLetters = create(sqs, "dead");
    source = create(sqs, "source", "RedrivePolicy", redrivePolicy(arn(sqs, deadLetters), 1));
    destination = create(sqs, "destination");
  }

  @Test
  @Fact("sqs-027")
  void messagesGoBackToWhereTheyCameFrom() {
    String other = create(sqs, "other", "RedrivePolicy", redrivePolicy(arn(sqs, deadLetters), 1));
    String id = send(sqs, source, "one");
    send(sqs, other, "two");
    for (String url : new String[] {source, other}) {
      sqs.receiveMessage(r -> r.queueUrl(url).visibilityTimeout(0));
      assertThat(receive(sqs, url)).isEmpty();
    }
    clock.advance(Duration.ofSeconds(100));
    sqs.startMessageMoveTask(r -> r.sourceArn(arn(sqs, deadLetters)));
    clock.advance(Duration.ZERO);
    ListMessageMoveTasksResultEntry task = task();
    assertThat(task.status()).isEqualTo("COMPLETED");
    assertThat(task.approximateNumberOfMessagesMoved()).isEqualTo(2);
    assertThat(task.approximateNumberOfMessagesToMove()).isEqualTo(2);
    assertThat(task.destinationArn()).isNull();
    assertThat(task.taskHandle()).isNull();
    assertThat(task.startedTimestamp()).isEqualTo(clock.millis());
    assertThat(counts(sqs, deadLetters)).containsExactly("0", "0", "0");
    Message message = receiveOne(sqs, source);
    assertThat(message.body()).isEqualTo("one");
    assertThat(message.messageId()).isNotEqualTo(id);
    assertThat(message.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
        .containsEntry(MessageSystemAttributeName.SENT_TIMESTAMP, String.valueOf(clock.millis()))
        .doesNotContainKey(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN);
    assertThat(bodies(receive(sqs, other))).containsExactly("two");
  }

  @Test
  void aTaskCanBeSlowAndBeCancelled() {
    for (int i = 0; i < 10; i++) {
      send(sqs, deadLetters, "m" + i);
    }
    StartMessageMoveTaskResponse started = start(2);
    assertThat(task().status()).isEqualTo("RUNNING");
    assertThat(task().taskHandle()).isEqualTo(started.taskHandle());
    assertThat(task().maxNumberOfMessagesPerSecond()).isEqualTo(2);
    assertThat(task().approximateNumberOfMessagesMoved()).isZero();
    assertError(
        () -> start(2),
        "InvalidParameterValue",
        "There is already a task running. Only one active task is allowed for a source queue arn at"
            + " a given time.");
    clock.advance(Duration.ofSeconds(3));
    assertThat(counts(sqs, destination)).containsExactly("6", "0", "0");
    assertThat(
            sqs.cancelMessageMoveTask(r -> r.taskHandle(started.taskHandle()))
                .approximateNumberOfMessagesMoved())
        .isEqualTo(6);
    clock.advance(Duration.ofSeconds(10));
    assertThat(counts(sqs, destination)).containsExactly("6", "0", "0");
    assertThat(task().status()).isEqualTo("CANCELLED");
    assertThat(task().approximateNumberOfMessagesMoved()).isEqualTo(6);
    start(500);
    clock.advance(Duration.ofSeconds(1));
    assertThat(task().status()).isEqualTo("COMPLETED");
    assertThat(counts(sqs, destination)).containsExactly("10", "0", "0");
    assertThat(
            sqs.listMessageMoveTasks(r -> r.sourceArn(arn(sqs, deadLetters)).maxResults(10))
                .results())
        .extracting(ListMessageMoveTasksResultEntry::status)
        .containsExactly("COMPLETED", "CANCELLED");
  }

  @Test
  void aTaskFailsWhenItsDestinationGoes() {
    for (int i = 0; i < 4; i++) {
      send(sqs, deadLetters, "m" + i);
    }
    start(1);
    clock.advance(Duration.ofSeconds(2));
    sqs.deleteQueue(r -> r.queueUrl(destination));
    clock.advance(Duration.ofSeconds(2));
    assertThat(task().status()).isEqualTo("FAILED");
    assertThat(task().failureReason()).isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
    assertThat(task().approximateNumberOfMessagesMoved()).isEqualTo(2);
    assertThat(counts(sqs, deadLetters)).containsExactly("2", "0", "0");
  }

  @Test
  void aTaskFailsWhenItDoesNotKnowWhereAMessageCameFrom() {
    send(sqs, deadLetters, "sent here");
    sqs.startMessageMoveTask(r -> r.sourceArn(arn(sqs, deadLetters)));
    clock.advance(Duration.ZERO);
    assertThat(task().status()).isEqualTo("FAILED");
    assertThat(task().failureReason()).isEqualTo("CouldNotDetermineMessageSource");
    assertThat(counts(sqs, deadLetters)).containsExactly("1", "0", "0");
  }

  @Test
  void aFifoQueuesMessagesGoBackInOrder() {
    String dead = createFifo(sqs, "dead.fifo");
    String fifo = createFifo(sqs, "source.fifo", "RedrivePolicy", redrivePolicy(arn(sqs, dead), 1));
    for (String body : List.of("1", "2", "3")) {
      TestQueues.sendFifo(sqs, fifo, "g", body);
      TestQueues.sendFifo(sqs, fifo, "h", body);
    }
    sqs.receiveMessage(r -> r.queueUrl(fifo).maxNumberOfMessages(10).visibilityTimeout(0));
    clock.advance(Duration.ofSeconds(1));
    assertThat(receive(sqs, fifo)).isEmpty();
    assertThat(counts(sqs, dead)).containsExactly("6", "0", "0");
    sqs.startMessageMoveTask(r -> r.sourceArn(arn(sqs, dead)));
    clock.advance(Duration.ZERO);
    assertThat(counts(sqs, dead)).containsExactly("0", "0", "0");
    List<Message> back = receive(sqs, fifo);
    for (String group : List.of("g", "h")) {
      assertThat(back)
          .filteredOn(
              m -> group.equals(m.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID)))
          .extracting(Message::body)
          .containsExactly("1", "2", "3");
    }
  }

  @Test
  void tasksThatCannotBeAreErrors() {
    String arn = arn(sqs, deadLetters);
    assertError(
        () -> sqs.startMessageMoveTask(r -> r.sourceArn(arn(sqs, destination))),
        "InvalidParameterValue",
        "Source queue must be configured as a Dead Letter Queue.");
    assertError(
        () -> sqs.startMessageMoveTask(r -> r.sourceArn("nonsense")),
        "InvalidParameterValue",
        "You must use this format to specify the SourceArn:"
            + " arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
    assertError(
        () -> sqs.startMessageMoveTask(r -> r.sourceArn(arn + "x")),
        "ResourceNotFoundException",
        "The resource that you specified for the SourceArn parameter doesn't exist.");
    assertError(
        () -> sqs.startMessageMoveTask(r -> r.sourceArn(arn).destinationArn(arn + "x")),
        "ResourceNotFoundException",
        "The resource that you specified for the DestinationArn parameter doesn't exist.");
    assertError(
        () -> sqs.startMessageMoveTask(r -> r.sourceArn(arn).destinationArn(arn)),
        "InvalidParameterValue",
        "Source queue arn and destination queue arn cannot be the same.");
    assertError(
        () -> start(501),
        "InvalidParameterValue",
        "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a"
            + " number that's between 1 and 500.");
    assertError(
        () -> sqs.cancelMessageMoveTask(r -> r.taskHandle("nonsense")),
        "InvalidParameterValue",
        "Value for parameter TaskHandle is invalid.");
    String unknown =
        Base64.getEncoder()
            .encodeToString(
                ("{\"taskId\":\"x\",\"sourceArn\":\"" + arn + "\"}")
                    .getBytes(StandardCharsets.UTF_8));
    assertError(
        () -> sqs.cancelMessageMoveTask(r -> r.taskHandle(unknown)),
        "ResourceNotFoundException",
        "Task does not exist.");
  }

  private StartMessageMoveTaskResponse start(int perSecond) {
    return sqs.startMessageMoveTask(
        r ->
            r.sourceArn(arn(sqs, deadLetters))
                .destinationArn(arn(sqs, destination))
                .maxNumberOfMessagesPerSecond(perSecond));
  }

  private ListMessageMoveTasksResultEntry task() {
    return sqs.listMessageMoveTasks(r -> r.sourceArn(arn(sqs, deadLetters))).results().getFirst();
  }
}
