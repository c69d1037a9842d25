package io.nephele.services.sqs;

import io.nephele.api.sqs.MessageNotInflight;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Waiters;
import io.nephele.model.AwsException;

/** What can be done with a receipt handle. */
final class Handles {
  private static final String NOT_AVAILABLE =
      "Message does not exist or is not available for visibility timeout change.";

  private final SqsWorld sqs;

  Handles(SqsWorld sqs) {
    this.sqs = sqs;
  }

  /**
   * The handle of a request to a queue; an error to the caller if it is none or another queue's.
   */
  ReceiptHandle read(Queue queue, String text) {
    if (text == null || text.isBlank()) {
      throw SqsErrors.missingParameter("ReceiptHandle");
    }
    ReceiptHandle handle = ReceiptHandle.parse(text);
    if (handle == null || handle.queueId() != queue.id()) {
      throw SqsErrors.invalidReceiptHandle(text);
    }
    return handle;
  }

  /** The visibility timeout of a request, in seconds; an error to the caller if it cannot be. */
  static int timeout(Integer seconds, String parameter) {
    if (seconds == null) {
      throw SqsErrors.missingParameter(parameter);
    }
    if (seconds < 0 || seconds > Limits.VISIBILITY_TIMEOUT) {
      throw SqsErrors.invalidParameter(
          seconds,
          "VisibilityTimeout",
          "VisibilityTimeout must be an integer between 0 and 43200.");
    }
    return seconds;
  }

  /**
   * Deletes the message. One that is gone already counts as deleted. In a standard queue the handle
   * of an earlier receive has no effect; in a FIFO queue a handle is of no use once its visibility
   * timeout has ended.
   */
  void delete(Transaction transaction, Queue queue, ReceiptHandle handle, String text) {
    Backlog backlog = sqs.backlog(queue);
    long sequence = handle.sequence();
    Receipt receipt = backlog.receipt(transaction, queue, sequence);
    if (receipt == null) {
      return;
    }
    boolean latest = receipt.nonce() == handle.nonce();
    if (queue.isFifo() && (!latest || receipt.visibleAt() <= sqs.now())) {
      throw SqsErrors.invalidParameter(text, "ReceiptHandle", "The receipt handle has expired.");
    }
    if (latest) {
      // Where a received message stands its receipt tells; only in a FIFO queue its group does too.
      Message message = queue.isFifo() ? backlog.message(transaction, queue, sequence) : null;
      backlog.remove(transaction, queue, sequence, message, receipt);
      if (queue.isFifo()) {
        wakeOne(transaction, queue); // the group's next message may be free
      }
    }
  }

  /** Makes a message that was just received visible again, if it still is in flight. */
  void release(Transaction transaction, Queue queue, Received received) {
    ReceiptHandle handle =
        new ReceiptHandle(queue.id(), received.sequence(), received.receipt().nonce());
    try {
      changeVisibility(transaction, queue, handle, handle.text(), 0);
    } catch (AwsException gone) {
      // somebody has it by now
    }
  }

  /** Ends the message's visibility timeout so many seconds from now. */
  void changeVisibility(
      Transaction transaction, Queue queue, ReceiptHandle handle, String text, int seconds) {
    Backlog backlog = sqs.backlog(queue);
    Receipt receipt = backlog.receipt(transaction, queue, handle.sequence());
    if (receipt == null || receipt.nonce() != handle.nonce()) {
      throw SqsErrors.invalidParameter(text, "ReceiptHandle", NOT_AVAILABLE);
    }
    long now = sqs.now();
    if (receipt.released() || queue.isFifo() && receipt.visibleAt() <= now) {
      throw notInFlight();
    }
    long visibleAt = now + seconds * 1000L;
    if (visibleAt > receipt.lastAt() + Limits.VISIBILITY_TIMEOUT * 1000L) {
      throw SqsErrors.invalidParameter(
          seconds,
          "VisibilityTimeout",
          "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
    }
    backlog.update(
        transaction, queue, handle.sequence(), receipt, receipt.visibleAt(visibleAt, seconds == 0));
    wakeOne(transaction, queue); // the message may be visible now, or earlier than was known
  }

  private void wakeOne(Transaction transaction, Queue queue) {
    Waiters pollers = sqs.live(transaction, queue).pollers();
    transaction.afterCommit(() -> pollers.wake(1));
  }

  private static AwsException notInFlight() {
    return new MessageNotInflight("The specified message isn't in flight.");
  }
}
