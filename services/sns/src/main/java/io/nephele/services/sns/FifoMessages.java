package io.nephele.services.sns;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/** Numbers the messages of FIFO topics, and knows those of the last five minutes again. */
final class FifoMessages {
  private static final long REMEMBERED_MILLIS = 300_000;
  private static final int SWEPT_AT_ONCE = 4;

  private final SnsWorld sns;
  private final Table<Last> last = Table.of("sns.fifoSequences", Last.class);
  private final Table<Sent> sent = Table.of("sns.deduplications", Sent.class);
  private final Table<Expiry> expiries = Table.of("sns.deduplicationExpiries", Expiry.class);

  FifoMessages(SnsWorld sns) {
    this.sns = sns;
  }

  /** The sequence number that a topic gave last. */
  record Last(long sequence) {}

  /**
   * What was published with an id.
   *
   * @param expiresAt until when the id counts, in milliseconds since 1970
   */
  record Sent(String messageId, long sequence, long expiresAt) {}

  /** A row whose key says all: a topic's key, the time of expiry, and the id's. */
  record Expiry() {}

  /** What was published with the same id lately, or null. */
  Sent find(Reader reader, Topic topic, Notification draft) {
    Sent known = sent.get(reader, topic.key().with(id(topic, draft)));
    return known == null || known.expiresAt <= sns.now() ? null : known;
  }

  /** Numbers and remembers a message that is published now. */
  Notification add(Transaction transaction, Topic topic, Notification draft) {
    long now = sns.now();
    Key key = topic.key();
    sweep(transaction, key, now);
    Last before = last.get(transaction, key);
    long sequence = before == null ? 1 : before.sequence + 1;
    last.put(transaction, key, new Last(sequence));
    long expiresAt = now + REMEMBERED_MILLIS;
    Key id = id(topic, draft);
    sent.put(transaction, key.with(id), new Sent(draft.messageId(), sequence, expiresAt));
    expiries.put(transaction, key.with(expiresAt).with(id), new Expiry());
    return draft.withSequence(sequence);
  }

  private void sweep(Transaction transaction, Key topic, long now) {
    KeyRange expired = KeyRange.prefix(topic).endingBefore(topic.with(now + 1));
    int swept = 0;
    for (Table.Row<Expiry> row : expiries.scan(transaction, expired, Direction.FORWARD)) {
      if (swept++ == SWEPT_AT_ONCE) {
        return;
      }
      Key expiryAndId = row.key().without(topic);
      long expiresAt = expiryAndId.reader().nextLong();
      Key id = topic.with(expiryAndId.without(Key.EMPTY.with(expiresAt)));
      // The id may have been used again since.
      Sent known = sent.get(transaction, id);
      if (known != null && known.expiresAt <= now) {
        sent.delete(transaction, id);
      }
      expiries.delete(transaction, row.key());
    }
  }

  private static Key id(Topic topic, Notification draft) {
    Key id = Key.of(draft.deduplicationId());
    return topic.deduplicatesWithinGroups() ? id.with(draft.groupId()) : id;
  }

  void deleteAll(Transaction transaction, Key topic) {
    last.deletePrefix(transaction, topic);
    sent.deletePrefix(transaction, topic);
    expiries.deletePrefix(transaction, topic);
  }
}
