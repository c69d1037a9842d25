package io.nephele.services.sqs;

/**
 * What is known of a message since it was received; a message that never was has none. Times are milliseconds since 1970.
 *
 * @param visibleAt when it can be received again
 * @param count how often it was received, in all queues it was in
 * @param earlier how many of those were in other queues, before it came to a dead-letter queue
 * @param firstAt when it was first received
 * @param lastAt when it was last received
 * @param nonce what the latest receipt handle must carry
 * @param released whether its visibility timeout was ended by the receiver
 */
record Receipt(
    long visibleAt, int count, int earlier, long firstAt, long lastAt, long nonce, boolean released) {

  /** The receipt of another receive. */
  static Receipt next(Receipt before, long now, long visibleAt, long nonce) {
    return before == null
        ? new Receipt(visibleAt, 1, 0, now, now, nonce, false)
        : new Receipt(
            visibleAt, before.count + 1, before.earlier, before.firstAt, now, nonce, false);
  }

  /** This receipt with another visibility timeout. */
  Receipt visibleAt(long time, boolean byReceiver) {
    return new Receipt(time, count, earlier, firstAt, lastAt, nonce, byReceiver);
  }

  /** The receipt of the message in a dead-letter queue, where it can be received at once. */
  Receipt inDeadLetterQueue(long now) {
    return new Receipt(now, count, count, firstAt, lastAt, 0, true);
  }

  /** How often it was received in the queue that it is in. */
  int countHere() {
    return count - earlier;
  }
}
