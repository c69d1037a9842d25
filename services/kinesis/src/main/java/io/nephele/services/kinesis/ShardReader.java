package io.nephele.services.kinesis;

import io.nephele.api.kinesis.ChildShard;
import io.nephele.api.kinesis.HashKeyRange;
import io.nephele.api.kinesis.Record;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads records of shards in their order. */
final class ShardReader {
  private final KinesisWorld kinesis;
  private final StreamKeys keys;

  ShardReader(KinesisWorld kinesis, StreamKeys keys) {
    this.kinesis = kinesis;
    this.keys = keys;
  }

  /**
   * Some records one after another.
   *
   * @param stream the stream, as it was when they were read
   * @param records as callers get them
   * @param bytes how many they are, as limits count them
   * @param next the position after them
   * @param latest the position of the last one, or -1 if there is none
   * @param behindMillis how far the reader is behind the newest record
   * @param children of a closed shard of which this is the end, its children; else null
   */
  record Page(
      Stream stream,
      List<Record> records,
      long bytes,
      long next,
      long latest,
      long behindMillis,
      List<ChildShard> children) {
    boolean isEnd() {
      return children != null;
    }
  }

  /** What was read of the store. */
  private record Raw(
      Stream stream,
      Shard shard,
      List<StoredRecord> records,
      List<Long> positions,
      long bytes,
      long next,
      boolean more,
      List<ChildShard> children) {}

  /** The shard of that number; an error to the caller if it is not there, or not any more. */
  Shard require(Reader reader, Stream stream, long number, String id) {
    Shard shard = kinesis.table().shard(reader, stream, number);
    if (shard == null || !shard.isOpenAfter(stream.horizon(kinesis.now()))) {
      throw KinesisErrors.shardNotFound(stream, id);
    }
    return shard;
  }

  /**
   * Reads from a position on.
   *
   * @param number the shard's number
   * @param live what of the shard is in memory
   * @param most records at the most
   * @param mostBytes bytes at the most, but at least one record
   * @return null if the stream is not there any more
   */
  Page read(
      Stream seen,
      long number,
      LiveShard live,
      long position,
      int most,
      long mostBytes,
      Call call) {
    // Before the state is read, so that it holds all records before this position.
    long settled = kinesis.world().nodes().isShared() ? Long.MAX_VALUE : live.settled();
    Raw raw =
        kinesis.read(reader -> read(reader, seen, number, position, settled, most, mostBytes));
    if (raw == null) {
      return null;
    }
    List<Record> records = new ArrayList<>(raw.records.size());
    for (int i = 0; i < raw.records.size(); i++) {
      records.add(record(raw.stream, raw.shard, raw.positions.get(i), raw.records.get(i), call));
    }
    long latest = raw.positions.isEmpty() ? -1 : raw.positions.getLast();
    long behind = raw.more ? Math.max(0, kinesis.now() - Shard.arrivedAt(latest)) : 0;
    return new Page(raw.stream, records, raw.bytes, raw.next, latest, behind, raw.children);
  }

  private Raw read(
      Reader reader,
      Stream seen,
      long number,
      long position,
      long settled,
      int most,
      long mostBytes) {
    StreamTable table = kinesis.table();
    Stream stream = table.find(reader, seen.address());
    if (stream == null || stream.number() != seen.number()) {
      return null;
    }
    Shard shard = require(reader, stream, number, Shard.id(number));
    Key key = stream.contentKey().with(number);
    long oldest = Shard.firstPosition(Math.max(0, stream.horizon(kinesis.now())));
    long from = Math.max(position, oldest);
    // What is still being put into a closed shard will go to its children.
    long to = shard.isOpen() ? settled : Long.MAX_VALUE;
    List<StoredRecord> records = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    long bytes = 0;
    long next = from;
    boolean more = false;
    if (from < to) {
      for (Table.Row<StoredRecord> row : table.records(reader, key, from, to)) {
        StoredRecord stored = row.value();
        int size = StoredRecord.size(stored.partitionKey(), stored.data());
        if (records.size() == most || (!records.isEmpty() && bytes + size > mostBytes)) {
          more = true;
          break;
        }
        long at = StreamTable.position(key, row);
        records.add(stored);
        positions.add(at);
        bytes += size;
        next = at + 1;
      }
    }
    boolean end = !shard.isOpen() && !more;
    List<ChildShard> children = end ? children(reader, stream, shard) : null;
    return new Raw(stream, shard, records, positions, bytes, next, more, children);
  }

  /** The children of a closed shard. */
  private List<ChildShard> children(Reader reader, Stream stream, Shard shard) {
    List<ChildShard> children = new ArrayList<>(2);
    for (Shard each : kinesis.table().shards(reader, stream)) {
      if (each.parent() == shard.number() || each.adjacentParent() == shard.number()) {
        List<String> parents = new ArrayList<>(2);
        parents.add(Shard.id(each.parent()));
        if (each.adjacentParent() >= 0) {
          parents.add(Shard.id(each.adjacentParent()));
        }
        children.add(
            new ChildShard()
                .shardId(each.id())
                .parentShards(parents)
                .hashKeyRange(
                    new HashKeyRange()
                        .startingHashKey(each.start().toString())
                        .endingHashKey(each.end().toString())));
      }
    }
    return children;
  }

  private Record record(Stream stream, Shard shard, long position, StoredRecord stored, Call call) {
    boolean encrypted = stored.dataKey() != 0;
    return new Record()
        .sequenceNumber(SequenceNumber.of(shard, position))
        .approximateArrivalTimestamp(Instant.ofEpochMilli(Shard.arrivedAt(position)))
        .partitionKey(stored.partitionKey())
        .data(
            encrypted
                ? keys.toGet(stream, stored.dataKey(), call)
                    .open(stored.partitionKey().getBytes(StandardCharsets.UTF_8), stored.data())
                : stored.data())
        .encryptionType(encrypted ? Stream.KMS : null);
  }
}
