package io.nephele.services.kinesis;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Streams, their shards and their records as rows. Holds no state. */
final class StreamTable {
  private final Table<Stream> streams = Table.ofOftenRead("kinesis.streams", Stream.class);
  private final Table<StreamName> names = Table.of("kinesis.streamIds", StreamName.class);
  private final Table<LastNumber> lastNumbers = Table.of("kinesis.lastNumbers", LastNumber.class);
  private final Table<Shard> shards = Table.of("kinesis.shards", Shard.class);
  private final Table<StoredRecord> records = Table.of("kinesis.records", StoredRecord.CODEC);

  /** What is stored under a stream's id. */
  record StreamName(String name) {}

  /** What is stored of an account: the number of its latest stream. */
  record LastNumber(long number) {}

  /** The stream at an address, or null. */
  Stream find(Reader reader, StreamAddress address) {
    return streams.get(reader, address.key());
  }

  /** The stream at an address; an error to the caller if it is not there. */
  Stream require(Reader reader, StreamAddress address) {
    Stream stream = find(reader, address);
    if (stream == null) {
      throw KinesisErrors.streamNotFound(address);
    }
    return stream;
  }

  /** The address of the stream of that id, or null. */
  StreamAddress byId(Reader reader, String accountId, String region, String id) {
    StreamName name = names.get(reader, Key.of(accountId).with(region).with(id));
    return name == null ? null : new StreamAddress(accountId, region, name.name);
  }

  void put(Transaction transaction, Stream stream) {
    streams.put(transaction, stream.address().key(), stream);
  }

  /** Stores a stream that was not there. */
  void add(Transaction transaction, Stream stream) {
    put(transaction, stream);
    names.put(transaction, idKey(stream), new StreamName(stream.name()));
  }

  /** Removes a stream with its shards and records. */
  void remove(Transaction transaction, Stream stream) {
    streams.delete(transaction, stream.address().key());
    names.delete(transaction, idKey(stream));
    shards.deletePrefix(transaction, stream.contentKey());
    records.deletePrefix(transaction, stream.contentKey());
  }

  private static Key idKey(Stream stream) {
    return Key.of(stream.accountId()).with(stream.region()).with(stream.id());
  }

  /** A number that no stream of the account ever had. */
  long nextNumber(Transaction transaction, String accountId) {
    Key key = Key.of(accountId);
    LastNumber last = lastNumbers.get(transaction, key);
    long number = last == null ? 1 : last.number + 1;
    lastNumbers.put(transaction, key, new LastNumber(number));
    return number;
  }

  /** The streams of an account in a region in order of their names, after that one or null. */
  Table.Rows<Stream> list(Reader reader, String accountId, String region, String after) {
    Key place = Key.of(accountId).with(region);
    KeyRange range = KeyRange.prefix(place);
    return streams.scan(
        reader, after == null ? range : range.startingAfter(place.with(after)), Direction.FORWARD);
  }

  /** A shard of a stream, or null. */
  Shard shard(Reader reader, Stream stream, long number) {
    return number < 0 ? null : shards.get(reader, stream.contentKey().with(number));
  }

  /** All shards of a stream, in order of their numbers. */
  List<Shard> shards(Reader reader, Stream stream) {
    List<Shard> all = new ArrayList<>();
    for (Table.Row<Shard> row : shards.scan(reader, stream.contentKey())) {
      all.add(row.value());
    }
    return all;
  }

  /** The open shards of a stream, in order of their hash keys. */
  List<Shard> openShards(Reader reader, Stream stream) {
    List<Shard> open = shards(reader, stream);
    open.removeIf(shard -> !shard.isOpen());
    open.sort((a, b) -> a.start().compareTo(b.start()));
    return open;
  }

  void put(Transaction transaction, Stream stream, Shard shard) {
    shards.put(transaction, stream.contentKey().with(shard.number()), shard);
  }

  void remove(Transaction transaction, Stream stream, Shard shard) {
    Key key = stream.contentKey().with(shard.number());
    shards.delete(transaction, key);
    records.deletePrefix(transaction, key);
  }

  void put(Transaction transaction, Key shardKey, long position, StoredRecord stored) {
    records.put(transaction, shardKey.with(position), stored);
  }

  /** The greatest position of a record in a shard, or -1; reads the shard's end. */
  long lastPosition(Reader reader, Stream stream, long shard) {
    Key key = stream.contentKey().with(shard);
    Table.Rows<StoredRecord> rows = records.scan(reader, KeyRange.prefix(key), Direction.REVERSE);
    return rows.hasNext() ? position(key, rows.next()) : -1;
  }

  /** Whether a shard has any record. */
  boolean hasRecords(Reader reader, Stream stream, long shard) {
    return records.first(reader, stream.contentKey().with(shard)) != null;
  }

  /** The records of a shard at the positions from the first up to but without the last. */
  Table.Rows<StoredRecord> records(Reader reader, Key shardKey, long from, long to) {
    return records.scan(
        reader, KeyRange.between(shardKey.with(from), shardKey.with(to)), Direction.FORWARD);
  }

  /** The position in a row's key. */
  static long position(Key shardKey, Table.Row<StoredRecord> row) {
    return row.key().without(shardKey).reader().nextLong();
  }

  /** Removes the records of a shard before a position. */
  void removeRecords(Transaction transaction, Stream stream, long shard, long before) {
    Key key = stream.contentKey().with(shard);
    records.deleteRange(transaction, KeyRange.between(key.with(0), key.with(before)));
  }
}
