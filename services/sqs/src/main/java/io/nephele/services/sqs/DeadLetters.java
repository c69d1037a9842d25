package io.nephele.services.sqs;

import io.nephele.core.store.Transaction;

/** Takes the messages of one queue that were received too often. */
@FunctionalInterface
interface DeadLetters {
  /** A queue without a redrive policy has none. */
  DeadLetters NONE = (transaction, sequence, message, receipt) -> false;

  /**
   * Moves the message to the dead-letter queue if it was received often enough; returns whether it
   * did.
   */
  boolean accept(Transaction transaction, long sequence, Message message, Receipt receipt);
}
