package io.nephele.core.sources;

import io.nephele.api.kinesis.GetRecordsInput;
import io.nephele.api.kinesis.GetRecordsOutput;
import io.nephele.api.kinesis.GetShardIteratorInput;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.api.kinesis.ListShardsInput;
import io.nephele.api.kinesis.ListShardsOutput;
import io.nephele.api.kinesis.Record;
import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import io.nephele.core.targets.Targets;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads data streams of Kinesis. */
final class DataStreamReader implements StreamReader {
  private final Targets targets;

  DataStreamReader(Targets targets) {
    this.targets = targets;
  }

  @Override
  public List<Shard> shards(Arn stream, Targets.Caller caller) {
    List<Shard> all = new ArrayList<>();
    String token = null;
    do {
      ListShardsInput request =
          token == null
              ? new ListShardsInput().streamARN(stream.toString())
              : new ListShardsInput().nextToken(token);
      ListShardsOutput page = targets.call(Kinesis.ListShards, request, stream, caller);
      for (io.nephele.api.kinesis.Shard shard : page.shards()) {
        List<String> parents = new ArrayList<>();
        if (shard.parentShardId() != null) {
          parents.add(shard.parentShardId());
        }
        if (shard.adjacentParentShardId() != null) {
          parents.add(shard.adjacentParentShardId());
        }
        all.add(new Shard(shard.shardId(), parents));
      }
      token = page.nextToken();
    } while (token != null);
    return all;
  }

  @Override
  public String iterator(Arn stream, String shard, StreamPosition position, Targets.Caller caller) {
    GetShardIteratorInput request =
        new GetShardIteratorInput().streamARN(stream.toString()).shardId(shard);
    if (position.after() != null) {
      request.shardIteratorType("AFTER_SEQUENCE_NUMBER").startingSequenceNumber(position.after());
    } else if (position.isLatest() && !position.first()) {
      request.shardIteratorType(StreamPosition.AT_TIMESTAMP).timestamp(position.begunAt());
    } else if (position.start().equals(StreamPosition.AT_TIMESTAMP)) {
      request.shardIteratorType(StreamPosition.AT_TIMESTAMP).timestamp(position.at());
    } else {
      request.shardIteratorType(position.start());
    }
    return targets.call(Kinesis.GetShardIterator, request, stream, caller).shardIterator();
  }

  @Override
  public Page read(
      Arn stream,
      String shard,
      String iterator,
      StreamPosition position,
      int most,
      Targets.Caller caller) {
    GetRecordsInput request =
        new GetRecordsInput().streamARN(stream.toString()).shardIterator(iterator).limit(most);
    GetRecordsOutput read = targets.call(Kinesis.GetRecords, request, stream, caller);
    List<StreamRecord> records = new ArrayList<>();
    for (Record record : read.records()) {
      records.add(record(stream, shard, record));
    }
    return new Page(records, read.nextShardIterator());
  }

  private static StreamRecord record(Arn stream, String shard, Record record) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("kinesisSchemaVersion", "1.0");
    content.put("partitionKey", record.partitionKey());
    content.put("sequenceNumber", record.sequenceNumber());
    content.put("data", Base64.getEncoder().encodeToString(record.data().toArray()));
    content.put(
        "approximateArrivalTimestamp",
        BigDecimal.valueOf(record.approximateArrivalTimestamp().toEpochMilli(), 3));
    String id = shard + ':' + record.sequenceNumber();
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("eventSource", "aws:kinesis");
    about.put("eventVersion", "1.0");
    about.put("eventID", id);
    about.put("eventName", "aws:kinesis:record");
    about.put("awsRegion", stream.region());
    about.put("eventSourceARN", stream.toString());
    Map<String, Object> seen = new LinkedHashMap<>(content);
    String text = record.data().utf8();
    seen.put("data", JsonText.parse(text) instanceof Map<?, ?> data ? data : text);
    return new StreamRecord(
        record.sequenceNumber(),
        id,
        record.partitionKey(),
        record.approximateArrivalTimestamp(),
        content,
        seen,
        about,
        record.data().length());
  }
}
