package io.nephele.services.sqs;

import io.nephele.core.ids.Ids;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of queues of one type: those that wait and those in flight. A message is a row of
 * the table of messages; once received it has a row of the table of receipts too; in which order
 * messages are delivered is what {@link StandardBacklog} and {@link FifoBacklog} differ in. All
 * times are milliseconds since 1970. All methods but those that take a reader change what is
 * stored.
 */
abstract class Backlog {
  private final BacklogTables tables;
  private final Ids ids;

  Backlog(BacklogTables tables, Ids ids) {
    this.tables = tables;
    this.ids = ids;
  }

  /**
   * Adds a message.
   *
   * @param receipt null for a new message; for one that was received in another queue, what is
   *     known of that
   */
  final void add(
      Transaction transaction, Queue queue, long sequence, Message message, Receipt receipt) {
    tables.messages.put(transaction, key(queue, sequence), message);
    if (receipt != null) {
      tables.receipts.put(transaction, key(queue, sequence), receipt);
    }
    tables.tally(transaction, queue, 1, receipt == null ? 0 : 1);
    line(transaction, queue, sequence, message, receipt);
  }

  /** Receives messages. */
  abstract List<Received> take(Transaction transaction, Queue queue, Take how);

  /** The messages that can be received now, at most so many of those that come first. */
  abstract List<Received> peek(Reader reader, Queue queue, long now, int max);

  /**
   * When the next message can be received that cannot be now, or Long.MAX_VALUE. Those that wait
   * for another to be deleted do not count.
   */
  abstract long nextVisibleAt(Reader reader, Queue queue, long now);

  /**
   * How many messages there are of each kind. Those past their retention count too, so they are to
   * be removed before.
   */
  abstract Counts count(Reader reader, Queue queue, long now);

  /** Puts a message that has just been added where it can be received. */
  abstract void line(
      Transaction transaction, Queue queue, long sequence, Message message, Receipt receipt);

  /** Takes a message that is about to be removed away from where it can be received. */
  abstract void unline(
      Transaction transaction, Queue queue, long sequence, Message message, Receipt receipt);

  /** Puts a message in another place because its visibility timeout has another end. */
  abstract void reline(
      Transaction transaction, Queue queue, long sequence, Receipt before, Receipt after);

  /** Removes every message. */
  void clear(Transaction transaction, Queue queue) {
    Key key = queue.messagesKey();
    tables.messages.deletePrefix(transaction, key);
    tables.receipts.deletePrefix(transaction, key);
    tables.clear(transaction, queue);
  }

  /** Removes a message. */
  final void remove(
      Transaction transaction, Queue queue, long sequence, Message message, Receipt receipt) {
    Key key = key(queue, sequence);
    tables.messages.delete(transaction, key);
    if (receipt != null) {
      tables.receipts.delete(transaction, key);
    }
    tables.tally(transaction, queue, -1, receipt == null ? 0 : -1);
    unline(transaction, queue, sequence, message, receipt);
  }

  /** Removes messages that are past their retention, at most so many; returns how many. */
  final int expire(Transaction transaction, Queue queue, long now, int max) {
    int removed = 0;
    for (Table.Row<Message> row : tables.messages.scan(transaction, queue.messagesKey())) {
      long sequence = sequence(queue, row.key());
      if (removed == max || !queue.hasExpired(sequence, now)) {
        break;
      }
      Receipt receipt = receipt(transaction, queue, sequence);
      remove(transaction, queue, sequence, row.value(), receipt);
      removed++;
    }
    return removed;
  }

  /** The sequence of the oldest message, or -1. */
  final long oldest(Reader reader, Queue queue) {
    Table.Row<Message> first = tables.messages.first(reader, queue.messagesKey());
    return first == null ? -1 : sequence(queue, first.key());
  }

  /** The sequence of the youngest message, or -1. */
  final long youngest(Reader reader, Queue queue) {
    KeyRange range = KeyRange.prefix(queue.messagesKey());
    for (Table.Row<Message> row : tables.messages.scan(reader, range, Direction.REVERSE)) {
      return sequence(queue, row.key());
    }
    return -1;
  }

  /** The sequence of the youngest message of a group, or -1; in a FIFO queue only. */
  long youngest(Reader reader, Queue queue, String group) {
    throw new UnsupportedOperationException("A standard queue has no groups");
  }

  /** To be called before the queue is used. */
  final void find(Reader reader, Queue queue) {
    tables.find(reader, queue);
  }

  /** Whether so many messages are in flight that no more may be. */
  final boolean isFull(Reader reader, Queue queue, long now) {
    return tables.tally(reader, queue).received() >= Limits.IN_FLIGHT
        && count(reader, queue, now).inFlight() >= Limits.IN_FLIGHT;
  }

  final Message message(Reader reader, Queue queue, long sequence) {
    return tables.messages.get(reader, key(queue, sequence));
  }

  final Receipt receipt(Reader reader, Queue queue, long sequence) {
    return tables.receipts.get(reader, key(queue, sequence));
  }

  /** Says that a message will be added, received or removed. */
  final void prefetchTally(Reader reader, Queue queue) {
    tables.prefetchTally(reader, queue);
  }

  /** Says that the receipts of messages will be read. */
  final void prefetchReceipts(Reader reader, Queue queue, List<Long> sequences) {
    if (tables.isFar()) {
      List<Key> keys = new ArrayList<>(sequences.size());
      for (long sequence : sequences) {
        keys.add(tables.receipts.storeKey(key(queue, sequence)));
      }
      reader.prefetch(keys);
    }
  }

  /** Says that messages will be read. */
  final void prefetchMessages(Reader reader, Queue queue, List<Long> sequences) {
    List<Key> keys = new ArrayList<>(sequences.size());
    for (long sequence : sequences) {
      keys.add(tables.messages.storeKey(key(queue, sequence)));
    }
    reader.prefetch(keys);
  }

  final boolean isFar() {
    return tables.isFar();
  }

  /** How many messages there are. */
  final long size(Reader reader, Queue queue) {
    return tables.tally(reader, queue).messages();
  }

  /** Whether there is a message of that sequence. */
  final boolean contains(Reader reader, Queue queue, long sequence) {
    return tables.messages.contains(reader, key(queue, sequence));
  }

  /** Notes that a message is received; the caller puts it in its new place. */
  final Receipt receive(
      Transaction transaction, Queue queue, long sequence, Receipt before, Take how) {
    Receipt receipt =
        Receipt.next(before, how.now(), how.now() + how.visibilityMillis(), ids.nextLong());
    tables.receipts.put(transaction, key(queue, sequence), receipt);
    if (before == null) {
      tables.tally(transaction, queue, 0, 1);
    }
    return receipt;
  }

  /** Changes what is known of a receive. */
  final void update(
      Transaction transaction, Queue queue, long sequence, Receipt before, Receipt after) {
    tables.receipts.put(transaction, key(queue, sequence), after);
    reline(transaction, queue, sequence, before, after);
  }

  /** The receipts of a queue's messages. */
  final Table.Rows<Receipt> receipts(Reader reader, Queue queue) {
    return tables.receipts.scan(reader, queue.messagesKey());
  }

  /** The messages sent at or after that time. */
  final Table.Rows<Message> sentSince(Reader reader, Queue queue, long time) {
    KeyRange range =
        KeyRange.prefix(queue.messagesKey()).startingAt(key(queue, Sequence.first(time)));
    return tables.messages.scan(reader, range, Direction.FORWARD);
  }

  static Key key(Queue queue, long sequence) {
    return queue.messagesKey().with(sequence);
  }

  static long sequence(Queue queue, Key key) {
    KeyReader parts = key.without(queue.messagesKey()).reader();
    return parts.nextLong();
  }
}
