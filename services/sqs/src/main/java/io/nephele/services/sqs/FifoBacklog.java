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
import java.util.List;

/**
 * The messages of FIFO queues. Each group has its messages in order of their sequences, and those
 * that were received are always the first of them. A group whose messages are in flight is locked
 * until the last of them is visible again or gone. Groups stand in two lines: those that were
 * locked, by the end of that, and the others, by when their first message was sent, because the
 * queue's delay, which can change, is counted from there.
 */
final class FifoBacklog extends Backlog {
  /** Keys are a queue's, the group, and the message's sequence. */
  private final Table<Boolean> members = Table.of("sqs.groupMembers", new NothingCodec());

  /** Where a group stands in line. Keys are a queue's and the group. */
  private final Table<Place> places = Table.of("sqs.groupPlaces", Place.class);

  /**
   * Keys are a queue's, whether the group was locked, the time by which it stands there, and the
   * group.
   */
  private final Table<Boolean> line = Table.of("sqs.groupLine", new NothingCodec());

  /**
   * Where a group stands in line.
   *
   * @param locked whether by the end of its lock rather than by its first message
   * @param time the time, in milliseconds since 1970
   */
  record Place(boolean locked, long time) {}

  FifoBacklog(BacklogTables tables, Ids ids) {
    super(tables, ids);
  }

  @Override
  List<Received> take(Transaction transaction, Queue queue, Take how) {
    List<Received> taken = new ArrayList<>(how.max());
    for (String group : freeGroups(transaction, queue, how.now(), how.max())) {
      if (taken.size() < how.max()) {
        takeFrom(group, transaction, queue, how, taken);
        place(transaction, queue, group);
      }
    }
    return taken;
  }

  private void takeFrom(
      String group, Transaction transaction, Queue queue, Take how, List<Received> taken) {
    for (Table.Row<Boolean> row : members.scan(transaction, groupKey(queue, group))) {
      if (taken.size() == how.max()) {
        return;
      }
      long sequence = sequenceInGroup(queue, group, row.key());
      Message message = message(transaction, queue, sequence);
      Receipt before = receipt(transaction, queue, sequence);
      if (before == null && !isDue(queue, sequence, how.now())) {
        return;
      }
      if (queue.hasExpired(sequence, how.now())
          || before != null && how.deadLetters().accept(transaction, sequence, message, before)) {
        remove(transaction, queue, sequence, message, before);
      } else {
        Receipt receipt = receive(transaction, queue, sequence, before, how);
        taken.add(new Received(sequence, message, receipt));
      }
    }
  }

  @Override
  List<Received> peek(Reader reader, Queue queue, long now, int max) {
    List<Received> first = new ArrayList<>();
    for (String group : freeGroups(reader, queue, now, max)) {
      for (Table.Row<Boolean> row : members.scan(reader, groupKey(queue, group))) {
        long sequence = sequenceInGroup(queue, group, row.key());
        Receipt receipt = receipt(reader, queue, sequence);
        if (first.size() == max || receipt == null && !isDue(queue, sequence, now)) {
          break;
        }
        if (!queue.hasExpired(sequence, now)) {
          first.add(new Received(sequence, message(reader, queue, sequence), receipt));
        }
      }
    }
    return first;
  }

  @Override
  long nextVisibleAt(Reader reader, Queue queue, long now) {
    long delay = queue.delaySeconds() * 1000L;
    long unlocked = firstAfter(reader, queue, true, now);
    long due = firstAfter(reader, queue, false, now - delay);
    return Math.min(unlocked, due == Long.MAX_VALUE ? due : due + delay);
  }

  @Override
  Counts count(Reader reader, Queue queue, long now) {
    long inFlight = 0;
    for (Table.Row<Receipt> row : receipts(reader, queue)) {
      inFlight += row.value().visibleAt() > now ? 1 : 0;
    }
    long delayed = 0;
    if (queue.delaySeconds() > 0) {
      for (Table.Row<Message> row :
          sentSince(reader, queue, now - queue.delaySeconds() * 1000L + 1)) {
        delayed += receipt(reader, queue, sequence(queue, row.key())) == null ? 1 : 0;
      }
    }
    return new Counts(size(reader, queue) - inFlight - delayed, inFlight, delayed);
  }

  @Override
  void line(Transaction transaction, Queue queue, long sequence, Message message, Receipt receipt) {
    members.put(transaction, groupKey(queue, message.group()).with(sequence), true);
    if (receipt != null || places.get(transaction, groupKey(queue, message.group())) == null) {
      place(transaction, queue, message.group());
    }
  }

  @Override
  void unline(
      Transaction transaction, Queue queue, long sequence, Message message, Receipt receipt) {
    members.delete(transaction, groupKey(queue, message.group()).with(sequence));
    place(transaction, queue, message.group());
  }

  @Override
  void reline(Transaction transaction, Queue queue, long sequence, Receipt before, Receipt after) {
    place(transaction, queue, message(transaction, queue, sequence).group());
  }

  @Override
  long youngest(Reader reader, Queue queue, String group) {
    KeyRange range = KeyRange.prefix(groupKey(queue, group));
    for (Table.Row<Boolean> row : members.scan(reader, range, Direction.REVERSE)) {
      return sequenceInGroup(queue, group, row.key());
    }
    return -1;
  }

  @Override
  void clear(Transaction transaction, Queue queue) {
    super.clear(transaction, queue);
    members.deletePrefix(transaction, queue.messagesKey());
    places.deletePrefix(transaction, queue.messagesKey());
    line.deletePrefix(transaction, queue.messagesKey());
  }

  /** Puts a group where its messages say it belongs. */
  private void place(Transaction transaction, Queue queue, String group) {
    Key key = groupKey(queue, group);
    Place before = places.get(transaction, key);
    Place after = placeOf(transaction, queue, group);
    if (after == null ? before == null : after.equals(before)) {
      return;
    }
    if (before != null) {
      line.delete(transaction, lineKey(queue, before, group));
    }
    if (after == null) {
      places.delete(transaction, key);
    } else {
      places.put(transaction, key, after);
      line.put(transaction, lineKey(queue, after, group), true);
    }
  }

  /**
   * Where a group belongs; null if it has no messages. Looks at those that were received, at most
   * as many as one receive yields, and one more.
   */
  private Place placeOf(Reader reader, Queue queue, String group) {
    long first = -1;
    long unlocked = -1;
    for (Table.Row<Boolean> row : members.scan(reader, groupKey(queue, group))) {
      long sequence = sequenceInGroup(queue, group, row.key());
      first = first < 0 ? sequence : first;
      Receipt receipt = receipt(reader, queue, sequence);
      if (receipt == null || receipt.countHere() == 0) {
        break;
      }
      unlocked = Math.max(unlocked, receipt.visibleAt());
    }
    if (first < 0) {
      return null;
    }
    return unlocked < 0 ? new Place(false, Sequence.sentAt(first)) : new Place(true, unlocked);
  }

  /** Groups from which messages can be received, at most so many. */
  private List<String> freeGroups(Reader reader, Queue queue, long now, int max) {
    List<String> groups = new ArrayList<>();
    addGroups(reader, queue, true, now, max, groups);
    addGroups(reader, queue, false, now - queue.delaySeconds() * 1000L, max, groups);
    return groups;
  }

  private void addGroups(
      Reader reader, Queue queue, boolean locked, long until, int max, List<String> groups) {
    Key key = lineKey(queue, locked);
    KeyRange range = KeyRange.prefix(key).endingBefore(key.with(until + 1));
    for (Table.Row<Boolean> row : line.scan(reader, range, Direction.FORWARD)) {
      if (groups.size() >= max) {
        return;
      }
      KeyReader parts = row.key().without(key).reader();
      parts.nextLong();
      groups.add(parts.nextText());
    }
  }

  private long firstAfter(Reader reader, Queue queue, boolean locked, long time) {
    Key key = lineKey(queue, locked);
    KeyRange range = KeyRange.prefix(key).startingAt(key.with(time + 1));
    Table.Rows<Boolean> rows = line.scan(reader, range, Direction.FORWARD);
    return rows.hasNext() ? rows.next().key().without(key).reader().nextLong() : Long.MAX_VALUE;
  }

  private static boolean isDue(Queue queue, long sequence, long now) {
    return Sequence.sentAt(sequence) + queue.delaySeconds() * 1000L <= now;
  }

  private static Key groupKey(Queue queue, String group) {
    return queue.messagesKey().with(group);
  }

  private static Key lineKey(Queue queue, boolean locked) {
    return queue.messagesKey().with(locked ? 0 : 1);
  }

  private static Key lineKey(Queue queue, Place place, String group) {
    return lineKey(queue, place.locked).with(place.time).with(group);
  }

  private static long sequenceInGroup(Queue queue, String group, Key key) {
    return key.without(groupKey(queue, group)).reader().nextLong();
  }

  /** Rows whose keys say all share one empty value. */
  private static final class NothingCodec implements Codec<Boolean> {
    private final byte[] nothing = {};

    @Override
    public byte[] encode(Boolean value) {
      return nothing;
    }

    @Override
    public Boolean decode(byte[] stored) {
      return true;
    }
  }
}
