package io.nephele.services.sqs;

import io.nephele.core.store.Codec;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecentlyDecoded;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/** The queues that there are, and the names of those that were deleted lately. */
final class QueueTable {
  private static final long NAME_BLOCKED_MILLIS = 60_000;

  private final Table<Queue> queues =
      Table.of("sqs.queues", new RecentlyDecoded<>(new QueueCodec()));
  private final Table<Deletion> deletions = Table.of("sqs.deletions", Deletion.class);
  private final Table<LastId> lastIds = Table.of("sqs.lastIds", LastId.class);

  /** When a queue of the name was deleted, in milliseconds since 1970. */
  record Deletion(long at) {}

  /** The id of the queue created last in an account. */
  record LastId(long id) {}

  /** Queues as their rows. */
  private static final class QueueCodec implements Codec<Queue> {
    /** Made for the first queue, because it looks into the record. */
    private static final class Rows {
      static final Codec<QueueRow> CODEC = RecordCodec.of(QueueRow.class);
    }

    @Override
    public byte[] encode(Queue queue) {
      return Rows.CODEC.encode(queue.row());
    }

    @Override
    public Queue decode(byte[] stored) {
      return new Queue(Rows.CODEC.decode(stored));
    }
  }

  /** The queue at that address, or null. */
  Queue find(Reader reader, QueueAddress address) {
    return queues.get(reader, address.key());
  }

  /** The queue at that address; an error to the caller if there is none. */
  Queue require(Reader reader, QueueAddress address) {
    Queue queue = find(reader, address);
    if (queue == null) {
      throw SqsErrors.queueDoesNotExist();
    }
    return queue;
  }

  /** What a queue is by now; an error to the caller if it is not there any more. */
  Queue current(Reader reader, Queue queue) {
    Queue current = queues.get(reader, queue.key());
    if (current == null) {
      throw SqsErrors.queueDoesNotExist();
    }
    return current;
  }

  /** Stores a queue in place of the one there was. */
  void put(Transaction transaction, Queue queue) {
    queues.put(transaction, queue.key(), queue);
  }

  /** Removes a queue and blocks its name. */
  void delete(Transaction transaction, Queue queue, long now) {
    Key key = queue.key();
    queues.delete(transaction, key);
    deletions.put(transaction, key, new Deletion(now));
  }

  /** Whether a queue at the address was deleted less than a minute ago. */
  boolean isNameBlocked(Transaction transaction, QueueAddress address, long now) {
    Deletion deletion = deletions.get(transaction, address.key());
    return deletion != null && now < deletion.at + NAME_BLOCKED_MILLIS;
  }

  /** Forgets that a queue at the address was deleted. */
  void unblockName(Transaction transaction, QueueAddress address) {
    deletions.delete(transaction, address.key());
  }

  /** An id that no queue of the account ever had. */
  long nextId(Transaction transaction, String accountId) {
    Key key = Key.of(accountId);
    LastId last = lastIds.get(transaction, key);
    long id = last == null ? 1 : last.id + 1;
    lastIds.put(transaction, key, new LastId(id));
    return id;
  }

  /**
   * The queues of an account and region in order of their names: those whose names begin so and
   * come after that one, which is null to begin.
   */
  Table.Rows<Queue> list(
      Reader reader, String accountId, String region, String prefix, String after) {
    Key place = Key.of(accountId).with(region);
    KeyRange range = prefix.isEmpty() ? KeyRange.prefix(place) : KeyRange.textPrefix(place, prefix);
    return queues.scan(
        reader, after == null ? range : range.startingAfter(place.with(after)), Direction.FORWARD);
  }

  /** The queues of an account in all regions. */
  Table.Rows<Queue> list(Reader reader, String accountId) {
    return queues.scan(reader, Key.of(accountId));
  }
}
