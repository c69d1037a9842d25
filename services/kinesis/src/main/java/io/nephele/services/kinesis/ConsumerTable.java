package io.nephele.services.kinesis;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/** Consumers of streams as rows, under the content key of their stream. Holds no state. */
final class ConsumerTable {
  private final Table<Consumer> consumers = Table.of("kinesis.consumers", Consumer.class);
  private final Table<Subscription> subscriptions =
      Table.of("kinesis.subscriptions", Subscription.class);

  /** The consumer of that name, or null. */
  Consumer find(Reader reader, Stream stream, String name) {
    return consumers.get(reader, key(stream, name));
  }

  void put(Transaction transaction, Stream stream, Consumer consumer) {
    consumers.put(transaction, key(stream, consumer.name()), consumer);
  }

  void remove(Transaction transaction, Stream stream, String name) {
    consumers.delete(transaction, key(stream, name));
    subscriptions.deletePrefix(transaction, key(stream, name));
  }

  /** Removes those of a stream that is deleted. */
  void removeAll(Transaction transaction, Stream stream) {
    consumers.deletePrefix(transaction, stream.contentKey());
    subscriptions.deletePrefix(transaction, stream.contentKey());
  }

  /** The consumers of a stream in order of their names, after that one or null. */
  Table.Rows<Consumer> list(Reader reader, Stream stream, String after) {
    KeyRange range = KeyRange.prefix(stream.contentKey());
    return consumers.scan(
        reader, after == null ? range : range.startingAfter(key(stream, after)), Direction.FORWARD);
  }

  int count(Reader reader, Stream stream) {
    int count = 0;
    for (Table.Rows<Consumer> rows = list(reader, stream, null); rows.hasNext(); rows.next()) {
      count++;
    }
    return count;
  }

  /** The latest subscription of a consumer to a shard, or null. */
  Subscription subscription(Reader reader, Stream stream, String consumer, long shard) {
    return subscriptions.get(reader, key(stream, consumer).with(shard));
  }

  void put(
      Transaction transaction,
      Stream stream,
      String consumer,
      long shard,
      Subscription subscription) {
    subscriptions.put(transaction, key(stream, consumer).with(shard), subscription);
  }

  void removeSubscription(Transaction transaction, Stream stream, String consumer, long shard) {
    subscriptions.delete(transaction, key(stream, consumer).with(shard));
  }

  private static Key key(Stream stream, String consumer) {
    return stream.contentKey().with(consumer);
  }
}
