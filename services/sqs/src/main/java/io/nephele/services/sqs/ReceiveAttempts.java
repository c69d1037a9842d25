package io.nephele.services.sqs;

import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * What receives of FIFO queues with an attempt id yielded, so that one whose answer got lost can be
 * repeated for five minutes.
 */
final class ReceiveAttempts {
  private static final int SWEPT_AT_ONCE = 50;

  private final Table<Attempt> attempts = Table.of("sqs.receiveAttempts", Attempt.class);

  /**
   * What a receive yielded.
   *
   * @param visibleAt when its messages were to be visible again
   * @param expiresAt until when it can be repeated, in milliseconds since 1970
   */
  record Attempt(List<Long> sequences, List<Long> nonces, long visibleAt, long expiresAt) {}

  /**
   * The messages of an earlier receive with that id, invisible anew; null if there was none or one
   * of them has been changed since.
   */
  List<Received> repeat(
      Transaction transaction, Queue queue, Backlog backlog, String attemptId, Take how) {
    Attempt attempt = attempts.get(transaction, queue.messagesKey().with(attemptId));
    if (attempt == null || attempt.expiresAt <= how.now() || attempt.visibleAt <= how.now()) {
      return null;
    }
    List<Received> received = new ArrayList<>();
    for (int i = 0; i < attempt.sequences.size(); i++) {
      long sequence = attempt.sequences.get(i);
      Receipt receipt = backlog.receipt(transaction, queue, sequence);
      if (receipt == null
          || receipt.nonce() != attempt.nonces.get(i)
          || receipt.visibleAt() != attempt.visibleAt) {
        return null;
      }
      received.add(new Received(sequence, backlog.message(transaction, queue, sequence), receipt));
    }
    long visibleAt = how.now() + how.visibilityMillis();
    for (Received each : received) {
      backlog.update(
          transaction,
          queue,
          each.sequence(),
          each.receipt(),
          each.receipt().visibleAt(visibleAt, false));
    }
    save(
        transaction,
        queue,
        attemptId,
        new Attempt(attempt.sequences, attempt.nonces, visibleAt, attempt.expiresAt));
    return received;
  }

  /** Remembers what a receive yielded. */
  void add(
      Transaction transaction, Queue queue, String attemptId, List<Received> received, Take how) {
    List<Long> sequences = new ArrayList<>();
    List<Long> nonces = new ArrayList<>();
    for (Received each : received) {
      sequences.add(each.sequence());
      nonces.add(each.receipt().nonce());
    }
    sweep(transaction, queue, how.now());
    save(
        transaction,
        queue,
        attemptId,
        new Attempt(
            sequences,
            nonces,
            how.now() + how.visibilityMillis(),
            how.now() + Limits.DEDUPLICATION_MILLIS));
  }

  /** Forgets all attempts of a queue. */
  void clear(Transaction transaction, Queue queue) {
    attempts.deletePrefix(transaction, queue.messagesKey());
  }

  private void save(Transaction transaction, Queue queue, String attemptId, Attempt attempt) {
    attempts.put(transaction, queue.messagesKey().with(attemptId), attempt);
  }

  /**
   * Forgets what cannot be repeated any more. Attempts are few, so this looks at some of them in
   * order of their ids.
   */
  private void sweep(Transaction transaction, Queue queue, long now) {
    int seen = 0;
    for (Table.Row<Attempt> row : attempts.scan(transaction, queue.messagesKey())) {
      if (row.value().expiresAt <= now) {
        attempts.delete(transaction, row.key());
      }
      if (++seen == SWEPT_AT_ONCE) {
        return;
      }
    }
  }
}
