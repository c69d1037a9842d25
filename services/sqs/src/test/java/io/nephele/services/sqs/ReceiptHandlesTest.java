package io.nephele.services.sqs;

import static io.nephele.services.sqs.QueuesTest.assertError;
import static io.nephele.services.sqs.TestQueues.counts;
import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.delete;
import static io.nephele.services.sqs.TestQueues.receive;
import static io.nephele.services.sqs.TestQueues.receiveOne;
import static io.nephele.services.sqs.TestQueues.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ReceiptHandlesTest {
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  @Test
  @Fact("sqs-012")
  void everyReceiveGivesAnotherHandle() {
    String url = create(sqs, "handles");
    send(sqs, url, "one");
    Message first = receiveOne(sqs, url);
    clock.advance(Duration.ofSeconds(30));
    Message second = receiveOne(sqs, url);
    assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());
    for (String wrong :
        new String[] {first.messageId(), "nonsense", second.receiptHandle() + "A"}) {
      assertError(
          () -> sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(wrong)),
          "ReceiptHandleIsInvalid",
          "The input receipt handle \"" + wrong + "\" is not a valid receipt handle.");
    }
    assertThat(counts(sqs, url)).containsExactly("0", "1", "0");
    delete(sqs, url, second);
    assertThat(counts(sqs, url)).containsExactly("0", "0", "0");
  }

  @Test
  void aHandleIsForItsQueueOnly() {
    String url = create(sqs, "handles");
    String other = create(sqs, "others");
    send(sqs, url, "one");
    String handle = receiveOne(sqs, url).receiptHandle();
    assertError(
        () -> sqs.deleteMessage(r -> r.queueUrl(other).receiptHandle(handle)),
        "ReceiptHandleIsInvalid",
        "The input receipt handle \"" + handle + "\" is not a valid receipt handle.");
    assertError(
        () -> sqs.deleteMessage(r -> r.queueUrl(url)),
        "MissingParameter",
        "The request must contain the parameter ReceiptHandle.");
  }

  @Test
  @Fact("sqs-013")
  void aMessageCanBeDeletedTwice() {
    String url = create(sqs, "twice");
    send(sqs, url, "one");
    Message message = receiveOne(sqs, url);
    delete(sqs, url, message);
    delete(sqs, url, message);
    clock.advance(Duration.ofMinutes(1));
    assertThat(receive(sqs, url)).isEmpty();
  }

  @Test
  void theLatestHandleDeletesEvenWhenTheMessageIsVisibleAgain() {
    String url = create(sqs, "visible");
    send(sqs, url, "one");
    Message message = receiveOne(sqs, url);
    clock.advance(Duration.ofMinutes(1));
    delete(sqs, url, message);
    assertThat(receive(sqs, url)).isEmpty();
  }

  @Test
  void anEarlierHandleDeletesNothing() {
    String url = create(sqs, "stale");
    send(sqs, url, "one");
    Message first = receiveOne(sqs, url);
    clock.advance(Duration.ofSeconds(30));
    receiveOne(sqs, url);
    delete(sqs, url, first);
    clock.advance(Duration.ofSeconds(30));
    assertThat(receive(sqs, url)).hasSize(1);
  }

  @Test
  @Fact("sqs-018")
  void theVisibilityTimeoutCanBeProlongedAndEnded() {
    String url = create(sqs, "change");
    send(sqs, url, "one");
    Message message = receiveOne(sqs, url);
    change(url, message, 100);
    clock.advance(Duration.ofMillis(99_999));
    assertThat(receive(sqs, url)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    Message again = receiveOne(sqs, url);
    change(url, again, 0);
    assertThatThrownBy(() -> change(url, again, 10))
        .isInstanceOfSatisfying(
            MessageNotInflightException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode())
                    .isEqualTo("AWS.SimpleQueueService.MessageNotInflight"));
    assertThat(counts(sqs, url)).containsExactly("1", "0", "0");
    assertThat(receive(sqs, url)).hasSize(1);
  }

  @Test
  void aVisibilityTimeoutThatCannotBeIsAnError() {
    String url = create(sqs, "limits");
    send(sqs, url, "one");
    Message message = receiveOne(sqs, url);
    for (int wrong : new int[] {-1, 43_201}) {
      assertError(
          () -> change(url, message, wrong),
          "InvalidParameterValue",
          "Value "
              + wrong
              + " for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an"
              + " integer between 0 and 43200.");
    }
    change(url, message, 43_200);
    clock.advance(Duration.ofSeconds(1));
    assertError(
        () -> change(url, message, 43_200),
        "InvalidParameterValue",
        "Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout"
            + " for the message is beyond the limit [43200 seconds]");
    change(url, message, 43_199);
    delete(sqs, url, message);
    assertError(
        () -> change(url, message, 10),
        "InvalidParameterValue",
        "Value "
            + message.receiptHandle()
            + " for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not"
            + " available for visibility timeout change.");
  }

  private void change(String url, Message message, int seconds) {
    sqs.changeMessageVisibility(
        r -> r.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(seconds));
  }
}
