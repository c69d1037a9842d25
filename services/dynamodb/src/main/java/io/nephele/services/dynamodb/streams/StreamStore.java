package io.nephele.services.dynamodb.streams;

import io.nephele.core.World;
import io.nephele.core.store.Codec;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LongsCodec;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.items.ItemChange;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.StreamSettings;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The streams that there are, and their records. A stream has one shard that is open; after four
 * hours the next change opens another. Numbers of records have no gaps and are given in the
 * transaction of the change, so that who reads up to a record has seen all before it.
 */
public final class StreamStore implements ItemStore.Follower {
  /** The kind of timers that forget what is older than a day. */
  public static final String TIMERS = "dynamodb.streamTrims";

  static final long RETENTION_MILLIS = 24 * 3_600_000L;
  private static final long SHARD_MILLIS = 4 * 3_600_000L;
  private static final int ID_DIGITS = 20;

  static final Table<StreamRow> STREAMS = Table.of("dynamodb.streams", StreamRow.class);
  static final Table<ShardRow> SHARDS = Table.of("dynamodb.shards", ShardRow.class);
  static final Table<byte[]> RECORDS = Table.of("dynamodb.streamRecords", new AsStored());
  private static final Table<Tail> TAILS =
      Table.of(
          "dynamodb.streamTails",
          new LongsCodec<>(
              3,
              tail -> new long[] {tail.shard, tail.last, tail.openedAt},
              longs -> new Tail(longs[0], longs[1], longs[2])));

  private final World world;

  /**
   * Where a stream goes on.
   *
   * @param shard the number of the open shard
   * @param last the number of the last record
   * @param openedAt when the shard was opened
   */
  record Tail(long shard, long last, long openedAt) {}

  private static final class AsStored implements Codec<byte[]> {
    @Override
    public byte[] encode(byte[] value) {
      return value;
    }

    @Override
    public byte[] decode(byte[] stored) {
      return stored;
    }
  }

  /** The streams of a world. */
  public StreamStore(World world) {
    this.world = world;
  }

  /** Has what is too old forgotten. */
  public void bindTimers() {
    world.timers().on(TIMERS, this::trim);
  }

  @Override
  public void changed(Transaction transaction, ItemChange change) {
    StreamSettings stream = change.table().stream();
    if (stream == null) {
      return;
    }
    Key prefix = StreamRow.prefix(change.table().items(), stream.label());
    long now = world.clock().millis();
    Tail tail = TAILS.get(transaction, prefix);
    if (now - tail.openedAt >= SHARD_MILLIS) {
      tail = roll(transaction, prefix, tail, now);
    }
    long number = tail.last + 1;
    StoredRecord made = StoredRecord.of(change, stream.viewType(), now);
    RECORDS.put(transaction, prefix.with(tail.shard).with(number), made.encode());
    TAILS.put(transaction, prefix, new Tail(tail.shard, number, tail.openedAt));
  }

  /** Follows what UpdateTable does about a table's stream. */
  public void changed(Transaction transaction, TableDefinition before, TableDefinition after) {
    StreamSettings was = before == null ? null : before.stream();
    StreamSettings is = after == null ? null : after.stream();
    if (was != null && (is == null || !is.label().equals(was.label()))) {
      close(transaction, before, was);
    }
    if (is != null && (was == null || !was.label().equals(is.label()))) {
      open(transaction, after, is);
    }
  }

  private void open(Transaction transaction, TableDefinition table, StreamSettings stream) {
    long now = world.clock().millis();
    Map<String, String> types = new LinkedHashMap<>();
    types.put(table.hash().name(), table.hash().type());
    if (table.range() != null) {
      types.put(table.range().name(), table.range().type());
    }
    StreamRow row =
        new StreamRow(
            table.row().partition(),
            table.row().accountId(),
            table.row().region(),
            table.name(),
            stream.label(),
            table.row().number(),
            stream.viewType(),
            types,
            table.row().hash(),
            table.row().range(),
            now,
            0);
    STREAMS.put(transaction, row.key(), row);
    SHARDS.put(transaction, row.prefix().with(1L), new ShardRow(id(1, now), null, now, 1, 0, 0));
    TAILS.put(transaction, row.prefix(), new Tail(1, 0, now));
  }

  private void close(Transaction transaction, TableDefinition table, StreamSettings stream) {
    long now = world.clock().millis();
    Key prefix = StreamRow.prefix(table.items(), stream.label());
    Tail tail = TAILS.get(transaction, prefix);
    Key shardKey = prefix.with(tail.shard);
    SHARDS.put(transaction, shardKey, SHARDS.get(transaction, shardKey).closed(now, tail.last));
    TAILS.delete(transaction, prefix);
    Key key = table.address().key().with(stream.label());
    StreamRow row = STREAMS.get(transaction, key);
    STREAMS.put(transaction, key, row.closed(now));
    scheduleTrim(transaction, prefix, row.key(), now);
  }

  private Tail roll(Transaction transaction, Key prefix, Tail tail, long now) {
    Key shardKey = prefix.with(tail.shard);
    ShardRow shard = SHARDS.get(transaction, shardKey);
    SHARDS.put(transaction, shardKey, shard.closed(now, tail.last));
    long number = tail.shard + 1;
    SHARDS.put(
        transaction,
        prefix.with(number),
        new ShardRow(id(number, now), shard.id(), now, tail.last + 1, tail.last, 0));
    scheduleTrim(transaction, shardKey, null, now);
    return new Tail(number, tail.last, now);
  }

  /** Once it is a day old, forgets a shard, or a whole stream whose row is under that key. */
  private void scheduleTrim(Transaction transaction, Key id, Key streamKey, long now) {
    world
        .timers()
        .schedule(
            transaction,
            TIMERS,
            id,
            Instant.ofEpochMilli(now + RETENTION_MILLIS),
            Bytes.of(streamKey == null ? new byte[0] : streamKey.encoded()));
  }

  private void trim(Transaction transaction, Timer timer) {
    SHARDS.deletePrefix(transaction, timer.id());
    RECORDS.deletePrefix(transaction, timer.id());
    if (timer.payload().length() > 0) {
      STREAMS.delete(transaction, Key.encoded(timer.payload().toArray()));
    }
  }

  /** The number of the last record of a shard. */
  static long last(Reader reader, Key prefix, ShardRow shard) {
    return shard.isOpen() ? TAILS.get(reader, prefix).last : shard.last();
  }

  /** The streams of an account and region, or of one of its tables, after one. */
  static Table.Rows<StreamRow> list(Reader reader, Key place, Key after) {
    KeyRange range = KeyRange.prefix(place);
    return STREAMS.scan(
        reader, after == null ? range : range.startingAfter(after), Direction.FORWARD);
  }

  private String id(long number, long now) {
    String time = Long.toString(now) + String.valueOf(number % 10_000_000);
    return "shardId-"
        + "0".repeat(Math.max(0, ID_DIGITS - time.length()))
        + time
        + '-'
        + world.ids().hex(8);
  }
}
