package io.nephele.services.dynamodb.streams;

import io.nephele.api.dynamodbstreams.DescribeStreamInput;
import io.nephele.api.dynamodbstreams.DescribeStreamOutput;
import io.nephele.api.dynamodbstreams.KeySchemaElement;
import io.nephele.api.dynamodbstreams.ListStreamsInput;
import io.nephele.api.dynamodbstreams.ListStreamsOutput;
import io.nephele.api.dynamodbstreams.ResourceNotFoundException;
import io.nephele.api.dynamodbstreams.SequenceNumberRange;
import io.nephele.api.dynamodbstreams.Shard;
import io.nephele.api.dynamodbstreams.Stream;
import io.nephele.api.dynamodbstreams.StreamDescription;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.AwsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Listing and describing streams. */
public final class Streams {
  private static final int PAGE = 100;

  private final World world;

  /** The streams of a world. */
  public Streams(World world) {
    this.world = world;
  }

  /** Answers ListStreams. */
  public ListStreamsOutput list(ListStreamsInput in, Call call) {
    int limit = limit(in.limit());
    Key place = Key.of(call.accountId()).with(call.region().name());
    Key under = in.tableName() == null ? place : place.with(in.tableName());
    Key after = in.exclusiveStartStreamArn() == null ? null : key(in.exclusiveStartStreamArn());
    List<StreamRow> found =
        world
            .store()
            .read(
                reader -> {
                  List<StreamRow> rows = new ArrayList<>();
                  for (Table.Row<StreamRow> row : StreamStore.list(reader, under, after)) {
                    if (rows.size() > limit) {
                      break;
                    }
                    rows.add(row.value());
                  }
                  return rows;
                });
    boolean more = found.size() > limit;
    List<Stream> streams = new ArrayList<>();
    for (StreamRow row : more ? found.subList(0, limit) : found) {
      streams.add(
          new Stream().streamArn(row.arn()).tableName(row.table()).streamLabel(row.label()));
    }
    return new ListStreamsOutput()
        .streams(streams)
        .lastEvaluatedStreamArn(more ? streams.getLast().streamArn() : null);
  }

  private static int limit(Integer asked) {
    if (asked != null && asked > PAGE) {
      throw AwsException.client(
          "ValidationException",
          400,
          "1 validation error detected: Value '"
              + asked
              + "' at 'limit' failed to satisfy constraint: Member must have value less than or"
              + " equal to 100");
    }
    return asked == null ? PAGE : asked;
  }

  /** Answers DescribeStream. */
  public DescribeStreamOutput describe(DescribeStreamInput in, Call call) {
    int limit = limit(in.limit());
    Key key = key(in.streamArn());
    return world
        .store()
        .read(
            reader -> {
              StreamRow stream = require(reader, key, in.streamArn());
              StreamDescription out = new StreamDescription();
              shards(reader, stream, in, limit, out);
              return new DescribeStreamOutput().streamDescription(describe(stream, out));
            });
  }

  private static StreamDescription describe(StreamRow stream, StreamDescription out) {
    List<KeySchemaElement> schema = new ArrayList<>();
    schema.add(new KeySchemaElement().attributeName(stream.hash()).keyType("HASH"));
    if (stream.range() != null) {
      schema.add(new KeySchemaElement().attributeName(stream.range()).keyType("RANGE"));
    }
    return out.streamArn(stream.arn())
        .streamLabel(stream.label())
        .streamStatus(stream.isOpen() ? "ENABLED" : "DISABLED")
        .streamViewType(stream.viewType())
        .creationRequestDateTime(Instant.ofEpochMilli(stream.createdAt()))
        .tableName(stream.table())
        .keySchema(schema);
  }

  private static void shards(
      Reader reader, StreamRow stream, DescribeStreamInput in, int limit, StreamDescription out) {
    String parent = in.shardFilter() == null ? null : in.shardFilter().shardId();
    if (in.shardFilter() != null && parent == null) {
      throw AwsException.client(
          "ValidationException", 400, "ShardId must be given in a ShardFilter of CHILD_SHARDS");
    }
    List<Shard> shards = new ArrayList<>();
    boolean begun = in.exclusiveStartShardId() == null;
    for (Table.Row<ShardRow> row :
        StreamStore.SHARDS.scan(reader, KeyRange.prefix(stream.prefix()), Direction.FORWARD)) {
      ShardRow shard = row.value();
      if (!begun) {
        begun = shard.id().equals(in.exclusiveStartShardId());
        continue;
      }
      if (parent != null && !parent.equals(shard.parent())) {
        continue;
      }
      if (shards.size() == limit) {
        out.lastEvaluatedShardId(shards.getLast().shardId());
        break;
      }
      shards.add(shard(shard));
    }
    out.shards(shards);
  }

  private static Shard shard(ShardRow shard) {
    SequenceNumberRange range =
        new SequenceNumberRange().startingSequenceNumber(SequenceNumbers.text(shard.first()));
    if (!shard.isOpen()) {
      range.endingSequenceNumber(SequenceNumbers.text(Math.max(shard.first(), shard.last())));
    }
    return new Shard().shardId(shard.id()).sequenceNumberRange(range).parentShardId(shard.parent());
  }

  /** The key of the row of the stream whose ARN this is. */
  static Key key(String text) {
    Arn arn = Arn.parse(text);
    String[] parts = arn == null ? new String[0] : arn.resource().split("/", -1);
    boolean valid =
        parts.length == 4
            && arn.service().equals("dynamodb")
            && parts[0].equals("table")
            && parts[2].equals("stream");
    if (!valid) {
      throw AwsException.client("ValidationException", 400, "Invalid StreamArn");
    }
    return Key.of(arn.account()).with(arn.region()).with(parts[1]).with(parts[3]);
  }

  /** The stream under that key; an error to the caller if it is not there. */
  static StreamRow require(Reader reader, Key key, String arn) {
    StreamRow stream = StreamStore.STREAMS.get(reader, key);
    if (stream == null) {
      throw new ResourceNotFoundException(
          "Requested resource not found: Stream: " + arn + " not found");
    }
    return stream;
  }
}
