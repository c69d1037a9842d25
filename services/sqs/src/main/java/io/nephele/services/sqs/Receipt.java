package io.nephele.services.sqs;

import io.nephele.core.store.Codec;
import io.nephele.core.store.LongsCodec;

/**
 * What is known of a message since it was received; a message that never was has none. Times are
 * milliseconds since 1970.
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
    long visibleAt,
    int count,
    int earlier,
    long firstAt,
    long lastAt,
    long nonce,
    boolean released) {
  static final Codec<Receipt> CODEC =
      new LongsCodec<>(
          7,
          receipt ->
              new long[] {
                receipt.visibleAt,
                receipt.count,
                receipt.earlier,
                receipt.firstAt,
                receipt.lastAt,
                receipt.nonce,
                receipt.released ? 1 : 0
              },
          numbers ->
              new Receipt(
                  numbers[0],
                  (int) numbers[1],
                  (int) numbers[2],
                  numbers[3],
                  numbers[4],
                  numbers[5],
                  numbers[6] != 0));

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
