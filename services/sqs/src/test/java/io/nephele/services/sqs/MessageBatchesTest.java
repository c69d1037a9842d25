package io.nephele.services.sqs;

import static io.nephele.services.sqs.QueuesTest.assertError;
import static io.nephele.services.sqs.TestQueues.bodies;
import static io.nephele.services.sqs.TestQueues.counts;
import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.createFifo;
import static io.nephele.services.sqs.TestQueues.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

@NepheleTest
final class MessageBatchesTest {
  @Inject SqsClient sqs;

  @Test
  @Fact("sqs-010")
  void aBatchHasOneToTenEntriesWithIdsOfTheirOwn() {
    String url = create(sqs, "entries");
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    assertError(
        () -> send(url, entries),
        "AWS.SimpleQueueService.EmptyBatchRequest",
        "There should be at least one SendMessageBatchRequestEntry in the request.");
    for (int i = 0; i < 10; i++) {
      entries.add(entry("id" + i, "m" + i));
    }
    SendMessageBatchResponse response = send(url, entries);
    assertThat(response.failed()).isEmpty();
    assertThat(response.successful()).hasSize(10);
    assertThat(bodies(receive(sqs, url))).hasSize(10);
    entries.add(entry("id10", "m10"));
    assertError(
        () -> send(url, entries),
        "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
        "Maximum number of entries per request are 10. You have sent 11.");
    assertError(
        () -> send(url, List.of(entry("same", "a"), entry("same", "b"))),
        "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
        "Id same repeated.");
    for (String wrong : List.of("", "a b", "i".repeat(81))) {
      assertError(
          () -> send(url, List.of(entry(wrong, "a"))),
          "AWS.SimpleQueueService.InvalidBatchEntryId",
          "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It"
              + " can be at most 80 letters long.");
    }
    assertThat(counts(sqs, url)).containsExactly("0", "10", "0");
  }

  @Test
  void anEntryThatFailsDoesNotKeepOthersFromSucceeding() {
    String url = create(sqs, "partial");
    SendMessageBatchResponse response =
        send(
            url,
            List.of(
                entry("good", "hello"),
                entry("empty", ""),
                entry("characters", "\u0000"),
                SendMessageBatchRequestEntry.builder()
                    .id("late")
                    .messageBody("m")
                    .delaySeconds(1800)
                    .build()));
    assertThat(response.successful()).extracting(each -> each.id()).containsExactly("good");
    assertThat(response.failed())
        .extracting(
            BatchResultErrorEntry::id,
            BatchResultErrorEntry::code,
            BatchResultErrorEntry::message,
            BatchResultErrorEntry::senderFault)
        .containsExactly(
            tuple(
                "empty",
                "MissingParameter",
                "The request must contain the parameter"
                    + " SendMessageBatchRequestEntry.2.MessageBody.",
                true),
            tuple(
                "characters",
                "InvalidMessageContents",
                "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to"
                    + " #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
                true),
            tuple(
                "late",
                "InvalidParameterValue",
                "Value 1800 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >="
                    + " 0 and <= 900.",
                true));
    assertThat(bodies(receive(sqs, url))).containsExactly("hello");
  }

  @Test
  void anEntryThatFailsKeepsAllOfAFifoQueueFromBeingSent() {
    String url = createFifo(sqs, "whole.fifo", "ContentBasedDeduplication", "true");
    SendMessageBatchRequestEntry good =
        SendMessageBatchRequestEntry.builder()
            .id("good")
            .messageBody("m")
            .messageGroupId("g")
            .build();
    assertError(
        () -> send(url, List.of(good, entry("bad", "m"))),
        "InvalidParameterValue",
        "The request must contain the parameter MessageGroupId.");
    assertThat(receive(sqs, url)).isEmpty();
    assertThat(send(url, List.of(good)).successful().getFirst().sequenceNumber()).hasSize(20);
  }

  @Test
  @Fact("sqs-033")
  void aBatchHasUpToAMebibyte() {
    String url = create(sqs, "mebibyte");
    send(url, List.of(entry("a", "x".repeat(524_288)), entry("b", "x".repeat(524_288))));
    assertError(
        () -> send(url, List.of(entry("a", "x".repeat(524_288)), entry("b", "x".repeat(524_289)))),
        "AWS.SimpleQueueService.BatchRequestTooLong",
        "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.");
  }

  @Test
  void messagesAreDeletedTogether() {
    String url = create(sqs, "delete");
    send(url, List.of(entry("a", "1"), entry("b", "2"), entry("c", "3")));
    List<Message> messages = receive(sqs, url);
    DeleteMessageBatchResponse response =
        sqs.deleteMessageBatch(
            r ->
                r.queueUrl(url)
                    .entries(
                        delete("a", messages.get(0).receiptHandle()),
                        delete("b", "nonsense"),
                        delete("c", messages.get(2).receiptHandle()),
                        delete("d", null)));
    assertThat(response.successful()).extracting(each -> each.id()).containsExactly("a", "c");
    assertThat(response.failed())
        .extracting(BatchResultErrorEntry::id, BatchResultErrorEntry::code)
        .containsExactly(tuple("b", "ReceiptHandleIsInvalid"), tuple("d", "MissingParameter"));
    assertThat(counts(sqs, url)).containsExactly("0", "1", "0");
    assertError(
        () -> sqs.deleteMessageBatch(r -> r.queueUrl(url).entries(List.of())),
        "AWS.SimpleQueueService.EmptyBatchRequest",
        "There should be at least one DeleteMessageBatchRequestEntry in the request.");
  }

  @Test
  void visibilityTimeoutsAreChangedTogether() {
    String url = create(sqs, "visibility");
    send(url, List.of(entry("a", "1"), entry("b", "2")));
    List<Message> messages = receive(sqs, url);
    ChangeMessageVisibilityBatchResponse response =
        sqs.changeMessageVisibilityBatch(
            r ->
                r.queueUrl(url)
                    .entries(
                        change("a", messages.get(0).receiptHandle(), 0),
                        change("b", messages.get(1).receiptHandle(), -1)));
    assertThat(response.successful()).extracting(each -> each.id()).containsExactly("a");
    assertThat(response.failed())
        .extracting(BatchResultErrorEntry::id, BatchResultErrorEntry::message)
        .containsExactly(
            tuple(
                "b",
                "Value -1 for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout"
                    + " must be an integer between 0 and 43200."));
    assertThat(receive(sqs, url))
        .extracting(Message::messageId)
        .containsExactly(messages.get(0).messageId());
  }

  private SendMessageBatchResponse send(String url, List<SendMessageBatchRequestEntry> entries) {
    return sqs.sendMessageBatch(r -> r.queueUrl(url).entries(entries));
  }

  private static SendMessageBatchRequestEntry entry(String id, String body) {
    return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
  }

  private static DeleteMessageBatchRequestEntry delete(String id, String handle) {
    return DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(handle).build();
  }

  private static ChangeMessageVisibilityBatchRequestEntry change(
      String id, String handle, int seconds) {
    return ChangeMessageVisibilityBatchRequestEntry.builder()
        .id(id)
        .receiptHandle(handle)
        .visibilityTimeout(seconds)
        .build();
  }
}
