package io.nephele.services.sqs;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;

/**
 * The deduplication ids that FIFO queues saw in the last five minutes, whether or not their
 * messages are still there.
 */
final class Deduplications {
  private static final int SWEPT_AT_ONCE = 4;

  private final Table<Sent> sent = Table.of("sqs.deduplications", Sent.class);
  private final Table<Expiry> expiries = Table.of("sqs.deduplicationExpiries", Expiry.class);

  /**
   * What was sent with an id.
   *
   * @param messageId the 16 bytes of its message id
   * @param expiresAt until when the id counts, in milliseconds since 1970
   */
  record Sent(Bytes messageId, long sequence, long expiresAt) {}

  /**
   * A row whose key says all: a queue's key, the time of expiry, and what the id's key has after
   * the queue's.
   */
  record Expiry() {}

  /** What was sent with the message's id, or null. */
  Sent find(Transaction transaction, Queue queue, Message message, long now) {
    Sent known = sent.get(transaction, queue.messagesKey().with(id(queue, message)));
    return known == null || known.expiresAt <= now ? null : known;
  }

  /** Remembers a message that is sent. Forgets some of those that it need not remember any more. */
  void add(Transaction transaction, Queue queue, long sequence, Message message, long now) {
    sweep(transaction, queue, now);
    Key id = id(queue, message);
    Sent row = new Sent(message.id(), sequence, now + Limits.DEDUPLICATION_MILLIS);
    sent.put(transaction, queue.messagesKey().with(id), row);
    expiries.put(transaction, queue.messagesKey().with(row.expiresAt).with(id), new Expiry());
  }

  /** Forgets all ids of a queue. */
  void clear(Transaction transaction, Queue queue) {
    sent.deletePrefix(transaction, queue.messagesKey());
    expiries.deletePrefix(transaction, queue.messagesKey());
  }

  private void sweep(Transaction transaction, Queue queue, long now) {
    Key key = queue.messagesKey();
    KeyRange expired = KeyRange.prefix(key).endingBefore(key.with(now + 1));
    int swept = 0;
    for (Table.Row<Expiry> row : expiries.scan(transaction, expired, Direction.FORWARD)) {
      if (swept == SWEPT_AT_ONCE) {
        return;
      }
      Key expiryAndId = row.key().without(key);
      long expiresAt = expiryAndId.reader().nextLong();
      Key id = expiryAndId.without(Key.EMPTY.with(expiresAt));
      // The id may have been used again since.
      Sent known = sent.get(transaction, key.with(id));
      if (known != null && known.expiresAt <= now) {
        sent.delete(transaction, key.with(id));
      }
      expiries.delete(transaction, row.key());
      swept++;
    }
  }

  private static Key id(Queue queue, Message message) {
    Key id = Key.of(message.dedup());
    return queue.deduplicatesWithinGroups() ? id.with(message.group()) : id;
  }
}
