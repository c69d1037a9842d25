package io.nephele.services.pipes;

import io.nephele.api.dynamodbstreams.DescribeStreamInput;
import io.nephele.api.dynamodbstreams.Dynamodbstreams;
import io.nephele.api.dynamodbstreams.StreamDescription;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.api.kinesis.ListShardsInput;
import io.nephele.api.kinesis.ListShardsOutput;
import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import io.nephele.core.targets.Targets;
import io.nephele.model.Struct;
import io.nephele.wire.json.JsonCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the shards of Kinesis streams and of tables' streams. */
final class StreamSource {
  private static final int MOST_OF_TABLES = 1000;

  private final PipesWorld pipes;

  StreamSource(PipesWorld pipes) {
    this.pipes = pipes;
  }

  /** A shard and those that have to be read before it. */
  record Shard(String id, List<String> parents) {}

  /**
   * What was read.
   *
   * @param ended whether the shard has no more than this
   */
  record Page(List<Item> items, boolean ended) {}

  /**
   * Where reading begins if nothing is done yet.
   *
   * @param position one of the model's starting positions
   * @param at the time of {@code AT_TIMESTAMP}, or null
   */
  record Start(String position, Instant at) {}

  static boolean isTable(Arn stream) {
    return stream.service().equals("dynamodb");
  }

  List<Shard> shards(Arn stream, Targets.Caller caller) {
    List<Shard> all = new ArrayList<>();
    if (isTable(stream)) {
      String last = null;
      do {
        StreamDescription page =
            pipes
                .targets()
                .call(
                    Dynamodbstreams.DescribeStream,
                    new DescribeStreamInput()
                        .streamArn(stream.toString())
                        .exclusiveStartShardId(last),
                    stream,
                    caller)
                .streamDescription();
        for (io.nephele.api.dynamodbstreams.Shard shard : page.shards()) {
          all.add(new Shard(shard.shardId(), parents(shard.parentShardId(), null)));
        }
        last = page.lastEvaluatedShardId();
      } while (last != null);
      return all;
    }
    String token = null;
    do {
      ListShardsInput request =
          token == null
              ? new ListShardsInput().streamARN(stream.toString())
              : new ListShardsInput().nextToken(token);
      ListShardsOutput page = pipes.targets().call(Kinesis.ListShards, request, stream, caller);
      for (io.nephele.api.kinesis.Shard shard : page.shards()) {
        all.add(
            new Shard(
                shard.shardId(), parents(shard.parentShardId(), shard.adjacentParentShardId())));
      }
      token = page.nextToken();
    } while (token != null);
    return all;
  }

  private static List<String> parents(String one, String other) {
    if (one == null) {
      return List.of();
    }
    return other == null ? List.of(one) : List.of(one, other);
  }

  /** What records have to share for their order to count: a partition key, or an item's key. */
  static String keyOf(Item item) {
    Object key = item.event().get("partitionKey");
    return key instanceof String text
        ? text
        : String.valueOf(Templates.at(item.event(), "$.dynamodb.Keys"));
  }

  /** Reads what comes after a checkpoint. */
  Page read(
      Arn stream,
      String shard,
      PipesWorld.Checkpoint checkpoint,
      Start start,
      int most,
      Targets.Caller caller) {
    return isTable(stream)
        ? readTable(stream, shard, checkpoint, start, most, caller)
        : readKinesis(stream, shard, checkpoint, start, most, caller);
  }

  private Page readKinesis(
      Arn stream,
      String shard,
      PipesWorld.Checkpoint checkpoint,
      Start start,
      int most,
      Targets.Caller caller) {
    io.nephele.api.kinesis.GetShardIteratorInput where =
        new io.nephele.api.kinesis.GetShardIteratorInput()
            .streamARN(stream.toString())
            .shardId(shard);
    if (checkpoint.after() != null) {
      where.shardIteratorType("AFTER_SEQUENCE_NUMBER").startingSequenceNumber(checkpoint.after());
    } else if (start.position().equals("TRIM_HORIZON")) {
      where.shardIteratorType("TRIM_HORIZON");
    } else {
      boolean given = start.position().equals("AT_TIMESTAMP");
      where
          .shardIteratorType("AT_TIMESTAMP")
          .timestamp(given ? start.at() : Instant.ofEpochMilli(checkpoint.begunAt()));
    }
    String iterator =
        pipes.targets().call(Kinesis.GetShardIterator, where, stream, caller).shardIterator();
    io.nephele.api.kinesis.GetRecordsOutput read =
        pipes
            .targets()
            .call(
                Kinesis.GetRecords,
                new io.nephele.api.kinesis.GetRecordsInput()
                    .streamARN(stream.toString())
                    .shardIterator(iterator)
                    .limit(most),
                stream,
                caller);
    List<Item> items = new ArrayList<>();
    for (io.nephele.api.kinesis.Record record : read.records()) {
      items.add(item(stream, shard, record, caller));
    }
    return new Page(items, read.nextShardIterator() == null);
  }

  private static Item item(
      Arn stream, String shard, io.nephele.api.kinesis.Record record, Targets.Caller caller) {
    String number = record.sequenceNumber();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("kinesisSchemaVersion", "1.0");
    event.put("partitionKey", record.partitionKey());
    event.put("sequenceNumber", number);
    event.put("data", Base64.getEncoder().encodeToString(record.data().toArray()));
    event.put(
        "approximateArrivalTimestamp",
        BigDecimal.valueOf(record.approximateArrivalTimestamp().toEpochMilli(), 3));
    event.put("eventSource", "aws:kinesis");
    event.put("eventVersion", "1.0");
    event.put("eventID", shard + ':' + number);
    event.put("eventName", "aws:kinesis:record");
    event.put("invokeIdentityArn", caller.principal().entityArn());
    event.put("awsRegion", stream.region());
    event.put("eventSourceARN", stream.toString());
    Map<String, Object> seen = new LinkedHashMap<>(event);
    String text = record.data().utf8();
    seen.put("data", JsonText.parse(text) instanceof Map<?, ?> data ? data : text);
    return new Item(
        number,
        Set.of(number, shard + ':' + number),
        event,
        seen,
        record.approximateArrivalTimestamp());
  }

  private Page readTable(
      Arn stream,
      String shard,
      PipesWorld.Checkpoint checkpoint,
      Start start,
      int most,
      Targets.Caller caller) {
    io.nephele.api.dynamodbstreams.GetShardIteratorInput where =
        new io.nephele.api.dynamodbstreams.GetShardIteratorInput()
            .streamArn(stream.toString())
            .shardId(shard);
    if (checkpoint.after() != null) {
      where.shardIteratorType("AFTER_SEQUENCE_NUMBER").sequenceNumber(checkpoint.after());
    } else {
      where.shardIteratorType("TRIM_HORIZON");
    }
    String iterator =
        pipes
            .targets()
            .call(Dynamodbstreams.GetShardIterator, where, stream, caller)
            .shardIterator();
    io.nephele.api.dynamodbstreams.GetRecordsOutput read =
        pipes
            .targets()
            .call(
                Dynamodbstreams.GetRecords,
                new io.nephele.api.dynamodbstreams.GetRecordsInput()
                    .shardIterator(iterator)
                    .limit(Math.min(most, MOST_OF_TABLES)),
                stream,
                caller);
    // A table's stream has no place by time: one that begins with the latest leaves out the others.
    // Its records say their time in whole seconds.
    boolean latest = start.position().equals("LATEST") && checkpoint.after() == null;
    Instant since = latest ? Instant.ofEpochSecond(checkpoint.begunAt() / 1000) : Instant.MIN;
    List<Item> items = new ArrayList<>();
    for (io.nephele.api.dynamodbstreams.Record record : read.records()) {
      Item item = item(stream, record);
      if (!item.arrivedAt().isBefore(since)) {
        items.add(item);
      }
    }
    return new Page(items, read.nextShardIterator() == null);
  }

  private static Item item(Arn stream, io.nephele.api.dynamodbstreams.Record record) {
    Map<String, Object> event = json(record.struct());
    event.put("eventSourceARN", stream.toString());
    String number = record.dynamodb().sequenceNumber();
    return new Item(
        number,
        Set.of(number, record.eventID()),
        event,
        event,
        record.dynamodb().approximateCreationDateTime());
  }

  @SuppressWarnings("unchecked") // a structure is an object, whose names are texts
  private static Map<String, Object> json(Struct struct) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      JsonCodec.MEMBER_NAMES.write(bytes, struct, struct.shape().members());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LinkedHashMap<>(
        (Map<String, Object>) JsonText.parse(bytes.toString(StandardCharsets.UTF_8)));
  }
}
