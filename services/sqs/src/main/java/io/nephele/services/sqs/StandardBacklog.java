package io.nephele.services.sqs;

import io.nephele.core.ids.Ids;
import io.nephele.core.store.Codec;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The messages of standard queues. They stand in one line by the time from which they can be
 * received: the front of it, up to now, is what can be received; beyond are those in flight and
 * those delayed, told apart by whether they were ever received.
 */
final class StandardBacklog extends Backlog {
  /**
   * Keys are a queue's, the time from which the message can be received, and its sequence; values
   * whether it was ever received.
   */
  private final Table<Boolean> line = Table.of("sqs.line", new FlagCodec());

  StandardBacklog(BacklogTables tables, Ids ids) {
    super(tables, ids);
  }

  @Override
  List<Received> take(Transaction transaction, Queue queue, Take how) {
    List<Received> taken = new ArrayList<>(how.max());
    for (Table.Row<Boolean> row : known(transaction, queue, how)) {
      if (taken.size() == how.max()) {
        break;
      }
      long sequence = sequenceInLine(queue, row.key());
      Message message = message(transaction, queue, sequence);
      Receipt before = row.value() ? receipt(transaction, queue, sequence) : null;
      if (queue.hasExpired(sequence, how.now())) {
        remove(transaction, queue, sequence, message, before);
      } else if (before == null
          || !how.deadLetters().accept(transaction, sequence, message, before)) {
        line.delete(transaction, row.key());
        taken.add(
            new Received(sequence, message, receive(transaction, queue, sequence, before, how)));
      } else {
        remove(transaction, queue, sequence, message, before);
      }
    }
    // Only now, since what is made visible at once would be found again.
    for (Received received : taken) {
      line.put(
          transaction, place(queue, received.receipt().visibleAt(), received.sequence()), true);
    }
    return taken;
  }

  /**
   * The front of the line; where the store is far away, what belongs to those that will probably be
   * taken is fetched in one go.
   */
  private Iterable<Table.Row<Boolean>> known(Transaction transaction, Queue queue, Take how) {
    Table.Rows<Boolean> rows = upTo(transaction, queue, how.now());
    if (!isFar()) {
      return rows;
    }
    List<Table.Row<Boolean>> first = new ArrayList<>(how.max());
    List<Long> messages = new ArrayList<>(how.max());
    List<Long> receipts = new ArrayList<>();
    while (first.size() < how.max() && rows.hasNext()) {
      Table.Row<Boolean> row = rows.next();
      long sequence = sequenceInLine(queue, row.key());
      first.add(row);
      messages.add(sequence);
      if (row.value()) {
        receipts.add(sequence);
      }
    }
    prefetchMessages(transaction, queue, messages);
    prefetchReceipts(transaction, queue, receipts);
    return () -> new Joined<>(first.iterator(), rows);
  }

  private record Joined<T>(Iterator<T> first, Iterator<T> rest) implements Iterator<T> {
    @Override
    public boolean hasNext() {
      return first.hasNext() || rest.hasNext();
    }

    @Override
    public T next() {
      return first.hasNext() ? first.next() : rest.next();
    }
  }

  @Override
  List<Received> peek(Reader reader, Queue queue, long now, int max) {
    List<Received> first = new ArrayList<>();
    for (Table.Row<Boolean> row : upTo(reader, queue, now)) {
      long sequence = sequenceInLine(queue, row.key());
      if (first.size() == max) {
        break;
      }
      if (!queue.hasExpired(sequence, now)) {
        Receipt receipt = row.value() ? receipt(reader, queue, sequence) : null;
        first.add(new Received(sequence, message(reader, queue, sequence), receipt));
      }
    }
    return first;
  }

  @Override
  long nextVisibleAt(Reader reader, Queue queue, long now) {
    Table.Rows<Boolean> rows = after(reader, queue, now);
    return rows.hasNext() ? timeInLine(queue, rows.next().key()) : Long.MAX_VALUE;
  }

  @Override
  Counts count(Reader reader, Queue queue, long now) {
    long inFlight = 0;
    long delayed = 0;
    for (Table.Row<Boolean> row : after(reader, queue, now)) {
      if (row.value()) {
        inFlight++;
      } else {
        delayed++;
      }
    }
    return new Counts(size(reader, queue) - inFlight - delayed, inFlight, delayed);
  }

  @Override
  void line(Transaction transaction, Queue queue, long sequence, Message message, Receipt receipt) {
    line.put(
        transaction,
        place(queue, visibleAt(sequence, message, receipt), sequence),
        receipt != null);
  }

  @Override
  void unline(
      Transaction transaction, Queue queue, long sequence, Message message, Receipt receipt) {
    line.delete(transaction, place(queue, visibleAt(sequence, message, receipt), sequence));
  }

  @Override
  void reline(Transaction transaction, Queue queue, long sequence, Receipt before, Receipt after) {
    line.delete(transaction, place(queue, before.visibleAt(), sequence));
    line.put(transaction, place(queue, after.visibleAt(), sequence), true);
  }

  @Override
  void clear(Transaction transaction, Queue queue) {
    super.clear(transaction, queue);
    line.deletePrefix(transaction, queue.messagesKey());
  }

  private static long visibleAt(long sequence, Message message, Receipt receipt) {
    return receipt != null
        ? receipt.visibleAt()
        : Sequence.sentAt(sequence) + message.delay() * 1000L;
  }

  private Table.Rows<Boolean> upTo(Reader reader, Queue queue, long now) {
    Key key = queue.messagesKey();
    return line.scan(
        reader, KeyRange.prefix(key).endingBefore(key.with(now + 1)), Direction.FORWARD);
  }

  private Table.Rows<Boolean> after(Reader reader, Queue queue, long now) {
    Key key = queue.messagesKey();
    return line.scan(reader, KeyRange.prefix(key).startingAt(key.with(now + 1)), Direction.FORWARD);
  }

  private static Key place(Queue queue, long visibleAt, long sequence) {
    return queue.messagesKey().with(visibleAt).with(sequence);
  }

  private static long timeInLine(Queue queue, Key key) {
    return key.without(queue.messagesKey()).reader().nextLong();
  }

  private static long sequenceInLine(Queue queue, Key key) {
    KeyReader parts = key.without(queue.messagesKey()).reader();
    parts.nextLong();
    return parts.nextLong();
  }

  /** A million messages share two values. */
  private static final class FlagCodec implements Codec<Boolean> {
    private final byte[] yes = {1};
    private final byte[] no = {0};

    @Override
    public byte[] encode(Boolean value) {
      return value ? yes : no;
    }

    @Override
    public Boolean decode(byte[] stored) {
      return stored[0] == 1;
    }
  }
}
