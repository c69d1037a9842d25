package io.nephele.services.sqs;

import io.nephele.core.nodes.Nodes;
import io.nephele.core.store.Codec;
import io.nephele.core.store.Key;
import io.nephele.core.store.LongsCodec;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables that queues of both types have their messages in. Keys are a queue's {@link
 * Queue#messagesKey} and a sequence.
 */
final class BacklogTables {
  private static final Tally NOTHING = new Tally(0, 0);

  final Table<Message> messages = Table.of("sqs.messages", new MessageCodec());
  final Table<Receipt> receipts = Table.of("sqs.receipts", Receipt.CODEC);
  private final Table<Tally> tallies = Table.of("sqs.tallies", Tally.CODEC);

  /**
   * How many messages a queue has, so that nobody has to count them. A node's may be negative, when
   * it removed what others added.
   *
   * @param messages all messages
   * @param received those that have a receipt
   */
  record Tally(long messages, long received) {
    static final Codec<Tally> CODEC =
        new LongsCodec<>(
            2,
            tally -> new long[] {tally.messages, tally.received},
            numbers -> new Tally(numbers[0], numbers[1]));

    private Tally plus(long moreMessages, long moreReceived) {
      return new Tally(messages + moreMessages, received + moreReceived);
    }
  }

  private final Nodes nodes;

  /** Queues that nodes of a shared store have counted, where this one is not shared. */
  private final Set<Key> countedByNodes = ConcurrentHashMap.newKeySet();

  BacklogTables(Nodes nodes) {
    this.nodes = nodes;
  }

  /**
   * Nodes that share a store each have a tally of their own, else no two could use a queue at the
   * same time; all of them together are the queue's. One alone has it under the queue's key.
   */
  Tally tally(Reader reader, Queue queue) {
    Key key = queue.messagesKey();
    if (!nodes.isShared() && (countedByNodes.isEmpty() || !countedByNodes.contains(key))) {
      return or(tallies.get(reader, key));
    }
    Tally sum = NOTHING;
    for (Table.Row<Tally> row : tallies.scan(reader, key)) {
      sum = sum.plus(row.value().messages, row.value().received);
    }
    return sum;
  }

  void tally(Transaction transaction, Queue queue, int moreMessages, int moreReceived) {
    Key key = queue.messagesKey();
    Key own = nodes.isShared() ? key.with(nodes.number()) : key;
    Tally before = or(tallies.get(transaction, own));
    tallies.put(transaction, own, before.plus(moreMessages, moreReceived));
  }

  /**
   * Whether the store is one that other nodes use as well, and thus so far away that it is worth
   * saying beforehand what will be read.
   */
  boolean isFar() {
    return nodes.isShared();
  }

  /** Says that a queue's tally will be changed. */
  void prefetchTally(Reader reader, Queue queue) {
    if (isFar()) {
      Key own = queue.messagesKey().with(nodes.number());
      reader.prefetch(List.of(tallies.storeKey(own)));
    }
  }

  /** Looks who counted the messages of a queue, before it is used. */
  void find(Reader reader, Queue queue) {
    Key key = queue.messagesKey();
    for (Table.Row<Tally> row : tallies.scan(reader, key)) {
      if (!row.key().equals(key)) {
        countedByNodes.add(key);
      }
    }
  }

  /** Removes the tallies of a queue. */
  void clear(Transaction transaction, Queue queue) {
    tallies.deletePrefix(transaction, queue.messagesKey());
  }

  private static Tally or(Tally tally) {
    return tally == null ? NOTHING : tally;
  }
}
