package io.nephele.services.dynamodb.streams;

import io.nephele.api.dynamodbstreams.ExpiredIteratorException;
import io.nephele.api.dynamodbstreams.GetRecordsInput;
import io.nephele.api.dynamodbstreams.GetRecordsOutput;
import io.nephele.api.dynamodbstreams.GetShardIteratorInput;
import io.nephele.api.dynamodbstreams.GetShardIteratorOutput;
import io.nephele.api.dynamodbstreams.Identity;
import io.nephele.api.dynamodbstreams.ResourceNotFoundException;
import io.nephele.api.dynamodbstreams.StreamRecord;
import io.nephele.api.dynamodbstreams.TrimmedDataAccessException;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.metrics.MetricKeys;
import io.nephele.services.dynamodb.metrics.TableMetrics;
import io.nephele.services.dynamodb.values.AttributeValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reading the records of streams. */
public final class StreamReads {
  private static final int MOST_RECORDS = 1000;
  private static final long MOST_BYTES = 1024 * 1024;
  private static final long ITERATOR_MILLIS = 15 * 60_000;

  private final World world;
  private final TableMetrics metrics;

  /** What was read of a stream. */
  private record Read(StreamRow stream, GetRecordsOutput output, long bytes) {}

  /** Reads of a world's streams. */
  public StreamReads(World world, TableMetrics metrics) {
    this.world = world;
    this.metrics = metrics;
  }

  /** Answers GetShardIterator. */
  public GetShardIteratorOutput iterator(GetShardIteratorInput in, Call call) {
    Key key = Streams.key(in.streamArn());
    String type = in.shardIteratorType();
    boolean numbered = type.endsWith("_SEQUENCE_NUMBER");
    if (numbered && in.sequenceNumber() == null) {
      throw AwsException.client(
          "ValidationException", 400, "Missing required parameter SequenceNumber for " + type);
    }
    if (!numbered && in.sequenceNumber() != null) {
      throw AwsException.client(
          "ValidationException", 400, "SequenceNumber must not be given for " + type);
    }
    String text =
        world
            .store()
            .read(
                reader -> {
                  StreamRow stream = Streams.require(reader, key, in.streamArn());
                  return place(reader, stream, in, type).text();
                });
    return new GetShardIteratorOutput().shardIterator(text);
  }

  private ShardIterators place(
      Reader reader, StreamRow stream, GetShardIteratorInput in, String type) {
    Key prefix = stream.prefix();
    for (Table.Row<ShardRow> row :
        StreamStore.SHARDS.scan(reader, KeyRange.prefix(prefix), Direction.FORWARD)) {
      ShardRow shard = row.value();
      if (shard.id().equals(in.shardId())) {
        long number = row.key().without(prefix).reader().nextLong();
        long next =
            switch (type) {
              case "TRIM_HORIZON" -> shard.first();
              case "LATEST" -> StreamStore.last(reader, prefix, shard) + 1;
              default -> numbered(reader, prefix, shard, number, in);
            };
        return new ShardIterators(in.streamArn(), number, next, world.clock().millis());
      }
    }
    throw new ResourceNotFoundException(
        "Requested resource not found: Shard: "
            + in.shardId()
            + " in Stream: "
            + in.streamArn()
            + " not found");
  }

  private long numbered(
      Reader reader, Key prefix, ShardRow shard, long shardNumber, GetShardIteratorInput in) {
    long asked = SequenceNumbers.parse(in.sequenceNumber());
    if (asked < shard.first() || asked > Math.max(shard.first(), last(reader, prefix, shard))) {
      throw AwsException.client(
          "ValidationException",
          400,
          "Invalid SequenceNumber: " + in.sequenceNumber() + " is not of shard " + in.shardId());
    }
    byte[] stored = StreamStore.RECORDS.get(reader, prefix.with(shardNumber).with(asked));
    if (stored != null && StoredRecord.decode(stored).millis() < horizon()) {
      throw trimmed();
    }
    return in.shardIteratorType().startsWith("AT") ? asked : asked + 1;
  }

  private static long last(Reader reader, Key prefix, ShardRow shard) {
    return StreamStore.last(reader, prefix, shard);
  }

  private long horizon() {
    return world.clock().millis() - StreamStore.RETENTION_MILLIS;
  }

  private static AwsException trimmed() {
    return new TrimmedDataAccessException(
        "The operation attempted to read past the oldest stream record in a shard.");
  }

  /** Answers GetRecords. */
  public GetRecordsOutput records(GetRecordsInput in, Call call) {
    if (in.limit() != null && in.limit() > MOST_RECORDS) {
      throw AwsException.client(
          "ValidationException",
          400,
          "1 validation error detected: Value '"
              + in.limit()
              + "' at 'limit' failed to satisfy constraint: Member must have value less than or"
              + " equal to 1000");
    }
    ShardIterators place = ShardIterators.parse(in.shardIterator());
    long now = world.clock().millis();
    if (now - place.madeAt() > ITERATOR_MILLIS) {
      throw new ExpiredIteratorException(
          "The provided shard iterator has expired. Shard iterators expire 15 minutes after they"
              + " are created.");
    }
    Key key = Streams.key(place.streamArn());
    int limit = in.limit() == null ? MOST_RECORDS : in.limit();
    Read read =
        world
            .store()
            .read(
                reader ->
                    read(reader, Streams.require(reader, key, place.streamArn()), place, limit));
    StreamRow stream = read.stream;
    metrics.streamed(
        new MetricKeys(stream.accountId(), stream.region(), stream.table()),
        stream.label(),
        read.output.records().size(),
        read.bytes,
        call);
    return read.output;
  }

  private Read read(Reader reader, StreamRow stream, ShardIterators place, int limit) {
    Key shardKey = stream.prefix().with(place.shard());
    ShardRow shard = StreamStore.SHARDS.get(reader, shardKey);
    if (shard == null) {
      throw trimmed();
    }
    List<io.nephele.api.dynamodbstreams.Record> records = new ArrayList<>();
    long next = place.next();
    long bytes = 0;
    long horizon = horizon();
    for (Table.Row<byte[]> row :
        StreamStore.RECORDS.scan(
            reader,
            KeyRange.prefix(shardKey).startingAt(shardKey.with(place.next())),
            Direction.FORWARD)) {
      StoredRecord stored = StoredRecord.decode(row.value());
      long number = row.key().without(shardKey).reader().nextLong();
      if (stored.millis() >= horizon) {
        if (records.size() == limit || bytes >= MOST_BYTES) {
          break;
        }
        records.add(record(stream, number, stored));
        bytes += stored.size();
      }
      next = number + 1;
    }
    boolean over = !shard.isOpen() && next > shard.last();
    GetRecordsOutput output =
        new GetRecordsOutput()
            .records(records)
            .nextShardIterator(
                over
                    ? null
                    : new ShardIterators(
                            place.streamArn(), place.shard(), next, world.clock().millis())
                        .text());
    return new Read(stream, output, bytes);
  }

  private static io.nephele.api.dynamodbstreams.Record record(
      StreamRow stream, long number, StoredRecord stored) {
    StreamRecord change =
        new StreamRecord()
            .approximateCreationDateTime(Instant.ofEpochSecond(stored.millis() / 1000))
            .keys(AttributeValues.streamViews(StoredRecord.item(stored.keys())))
            .newImage(AttributeValues.streamViews(StoredRecord.item(stored.newImage())))
            .oldImage(AttributeValues.streamViews(StoredRecord.item(stored.oldImage())))
            .sequenceNumber(SequenceNumbers.text(number))
            .sizeBytes(stored.size())
            .streamViewType(stream.viewType());
    io.nephele.api.dynamodbstreams.Record out =
        new io.nephele.api.dynamodbstreams.Record()
            .eventID(eventId(stream, number))
            .eventName(stored.event().name())
            .eventVersion("1.1")
            .eventSource("aws:dynamodb")
            .awsRegion(stream.region())
            .dynamodb(change);
    if (stored.byService()) {
      out.userIdentity(new Identity().principalId("dynamodb.amazonaws.com").type("Service"));
    }
    return out;
  }

  /** The same whenever the record is read. */
  private static String eventId(StreamRow stream, long number) {
    long seed = stream.arn().hashCode() * 0x9E3779B97F4A7C15L + stream.createdAt();
    return hex(mix(seed + number)) + hex(mix(seed ^ mix(number)));
  }

  private static String hex(long bits) {
    String digits = Long.toHexString(bits);
    return "0".repeat(16 - digits.length()) + digits;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
