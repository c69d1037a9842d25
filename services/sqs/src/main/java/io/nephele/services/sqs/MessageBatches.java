package io.nephele.services.sqs;

import io.nephele.api.sqs.BatchRequestTooLong;
import io.nephele.api.sqs.BatchResultErrorEntry;
import io.nephele.api.sqs.ChangeMessageVisibilityBatchRequest;
import io.nephele.api.sqs.ChangeMessageVisibilityBatchRequestEntry;
import io.nephele.api.sqs.ChangeMessageVisibilityBatchResult;
import io.nephele.api.sqs.ChangeMessageVisibilityBatchResultEntry;
import io.nephele.api.sqs.DeleteMessageBatchRequest;
import io.nephele.api.sqs.DeleteMessageBatchRequestEntry;
import io.nephele.api.sqs.DeleteMessageBatchResult;
import io.nephele.api.sqs.DeleteMessageBatchResultEntry;
import io.nephele.api.sqs.SendMessageBatchRequest;
import io.nephele.api.sqs.SendMessageBatchRequestEntry;
import io.nephele.api.sqs.SendMessageBatchResult;
import io.nephele.api.sqs.SendMessageBatchResultEntry;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The operations on up to ten messages at once. An entry that fails does not keep others from
 * succeeding, save in sends to FIFO queues.
 */
final class MessageBatches {
  private final SqsWorld sqs;
  private final Sending sending;
  private final Handles handles;

  MessageBatches(SqsWorld sqs) {
    this.sqs = sqs;
    this.sending = new Sending(sqs);
    this.handles = new Handles(sqs);
  }

  SendMessageBatchResult send(SendMessageBatchRequest in, Call call) {
    Queue queue = sqs.findForMessages(in.queueUrl(), call, "SendMessage");
    List<SendMessageBatchRequestEntry> entries = in.entries();
    BatchEntries.check("SendMessageBatchRequestEntry", entries, SendMessageBatchRequestEntry::id);
    checkSize(entries);
    List<String> ids = new ArrayList<>();
    List<Draft> drafts = new ArrayList<>();
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      SendMessageBatchRequestEntry entry = entries.get(i);
      try {
        drafts.add(
            Draft.of(
                request(entry, call),
                queue,
                Sending.sender(call),
                BatchEntries.parameter("SendMessageBatchRequestEntry", i, "MessageBody")));
        ids.add(entry.id());
      } catch (AwsException e) {
        if (queue.isFifo()) {
          throw ofWholeBatch(e); // the order would suffer if some were sent
        }
        failed.add(BatchEntries.failure(entry.id(), e));
      }
    }
    List<SendMessageBatchResultEntry> successful = new ArrayList<>();
    List<Sending.Sent> sent = drafts.isEmpty() ? List.of() : sending.send(queue, drafts, call);
    for (int i = 0; i < sent.size(); i++) {
      Draft draft = drafts.get(i);
      successful.add(
          new SendMessageBatchResultEntry()
              .id(ids.get(i))
              .messageId(sent.get(i).messageId())
              .md5OfMessageBody(draft.md5())
              .md5OfMessageAttributes(draft.md5OfAttributes())
              .md5OfMessageSystemAttributes(draft.md5OfTrace())
              .sequenceNumber(sent.get(i).sequenceNumber()));
    }
    return new SendMessageBatchResult()
        .successful(BatchEntries.orNull(successful))
        .failed(BatchEntries.orNull(failed));
  }

  DeleteMessageBatchResult delete(DeleteMessageBatchRequest in, Call call) {
    Queue queue = sqs.findForMessages(in.queueUrl(), call, "DeleteMessage");
    List<DeleteMessageBatchRequestEntry> entries = in.entries();
    BatchEntries.check(
        "DeleteMessageBatchRequestEntry", entries, DeleteMessageBatchRequestEntry::id);
    List<Long> sequences = new ArrayList<>(entries.size());
    List<AwsException> errors =
        eachInOneTransaction(
            queue,
            entries.size(),
            sequences,
            i -> {
              String text = entries.get(i).receiptHandle();
              ReceiptHandle handle = handles.read(queue, text);
              sequences.add(handle.sequence());
              return (transaction, current) -> handles.delete(transaction, current, handle, text);
            });
    List<DeleteMessageBatchResultEntry> successful = new ArrayList<>();
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (int i = 0; i < errors.size(); i++) {
      String id = entries.get(i).id();
      if (errors.get(i) == null) {
        successful.add(new DeleteMessageBatchResultEntry().id(id));
      } else {
        failed.add(BatchEntries.failure(id, errors.get(i)));
      }
    }
    if (!successful.isEmpty()) {
      sqs.live(queue).metrics().deleted(successful.size());
    }
    return new DeleteMessageBatchResult()
        .successful(BatchEntries.orNull(successful))
        .failed(BatchEntries.orNull(failed));
  }

  ChangeMessageVisibilityBatchResult changeVisibility(
      ChangeMessageVisibilityBatchRequest in, Call call) {
    Queue queue = sqs.findForMessages(in.queueUrl(), call, "ChangeMessageVisibility");
    List<ChangeMessageVisibilityBatchRequestEntry> entries = in.entries();
    String element = "ChangeMessageVisibilityBatchRequestEntry";
    BatchEntries.check(element, entries, ChangeMessageVisibilityBatchRequestEntry::id);
    List<Long> sequences = new ArrayList<>(entries.size());
    List<AwsException> errors =
        eachInOneTransaction(
            queue,
            entries.size(),
            sequences,
            i -> {
              String text = entries.get(i).receiptHandle();
              int timeout =
                  Handles.timeout(
                      entries.get(i).visibilityTimeout(),
                      BatchEntries.parameter(element, i, "VisibilityTimeout"));
              ReceiptHandle handle = handles.read(queue, text);
              sequences.add(handle.sequence());
              return (transaction, current) ->
                  handles.changeVisibility(transaction, current, handle, text, timeout);
            });
    List<ChangeMessageVisibilityBatchResultEntry> successful = new ArrayList<>();
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (int i = 0; i < errors.size(); i++) {
      String id = entries.get(i).id();
      if (errors.get(i) == null) {
        successful.add(new ChangeMessageVisibilityBatchResultEntry().id(id));
      } else {
        failed.add(BatchEntries.failure(id, errors.get(i)));
      }
    }
    return new ChangeMessageVisibilityBatchResult()
        .successful(BatchEntries.orNull(successful))
        .failed(BatchEntries.orNull(failed));
  }

  /** What is done with an entry; it changes nothing before it throws. */
  private interface EntryChange {
    void apply(Transaction transaction, Queue queue);
  }

  /**
   * Does something for each entry, whose message is of that sequence, which the changes add;
   * returns the errors of those that failed, and null for the others.
   */
  private List<AwsException> eachInOneTransaction(
      Queue queue, int size, List<Long> sequences, IntFunction<EntryChange> changes) {
    List<EntryChange> valid = new ArrayList<>(size);
    List<AwsException> invalid = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      try {
        valid.add(changes.apply(i));
        invalid.add(null);
      } catch (AwsException e) {
        valid.add(null);
        invalid.add(e);
      }
    }
    return sqs.write(
        queue,
        (transaction, current) -> {
          List<AwsException> errors = new ArrayList<>(invalid);
          sqs.backlog(current).prefetchReceipts(transaction, current, sequences);
          for (int i = 0; i < size; i++) {
            try {
              if (valid.get(i) != null) {
                valid.get(i).apply(transaction, current);
              }
            } catch (AwsException e) {
              errors.set(i, e);
            }
          }
          return errors;
        });
  }

  /** In a batch a missing parameter of the whole is an invalid value, in AWS's eyes. */
  private static AwsException ofWholeBatch(AwsException e) {
    return e.queryCode().equals("MissingParameter")
        ? SqsErrors.invalidParameter(e.getMessage())
        : e;
  }

  private static void checkSize(List<SendMessageBatchRequestEntry> entries) {
    long bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      SendMessageBatchRequestEntry entry = entries.get(i);
      bytes += entry.messageBody() == null ? 0 : Texts.utf8Length(entry.messageBody());
      bytes += MessageAttributes.sentSize(entry.messageAttributes());
    }
    if (bytes > Limits.MESSAGE_BYTES) {
      throw new BatchRequestTooLong(
          "Batch requests cannot be longer than "
              + Limits.MESSAGE_BYTES
              + " bytes. You have sent "
              + bytes
              + " bytes.");
    }
  }

  private static Draft.Request request(SendMessageBatchRequestEntry entry, Call call) {
    return new Draft.Request(
        entry.messageBody(),
        entry.delaySeconds(),
        entry.messageAttributes(),
        entry.messageSystemAttributes(),
        entry.messageDeduplicationId(),
        entry.messageGroupId(),
        call.origin().traceHeader());
  }
}
