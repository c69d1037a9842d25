package io.nephele.services.sqs;

import io.nephele.core.store.Codec;
import io.nephele.core.store.LongsCodec;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/**
 * The tables that queues of both types have their messages in. Keys are a queue's {@link
 * Queue#messagesKey} and a sequence.
 */
final class BacklogTables {
  private static final Tally NOTHING = new Tally(0, 0);

  final Table<Message> messages = Table.of("sqs.messages", new MessageCodec());
  final Table<Receipt> receipts = Table.of("sqs.receipts", Receipt.CODEC);
  final Table<Tally> tallies = Table.of("sqs.tallies", Tally.CODEC);

  /**
   * How many messages a queue has, so that nobody has to count them.
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
  }

  Tally tally(Reader reader, Queue queue) {
    Tally tally = tallies.get(reader, queue.messagesKey());
    return tally == null ? NOTHING : tally;
  }

  void tally(Transaction transaction, Queue queue, int moreMessages, int moreReceived) {
    Tally before = tally(transaction, queue);
    Tally after = new Tally(before.messages + moreMessages, before.received + moreReceived);
    tallies.put(transaction, queue.messagesKey(), after);
  }
}
