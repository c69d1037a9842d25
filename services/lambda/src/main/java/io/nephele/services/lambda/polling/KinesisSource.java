package io.nephele.services.lambda.polling;

import io.nephele.api.kinesis.GetRecordsInput;
import io.nephele.api.kinesis.GetRecordsOutput;
import io.nephele.api.kinesis.GetShardIteratorInput;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.api.kinesis.ListShardsInput;
import io.nephele.api.kinesis.ListShardsOutput;
import io.nephele.api.kinesis.Record;
import io.nephele.api.kinesis.Shard;
import io.nephele.core.json.JsonText;
import io.nephele.services.lambda.mappings.Checkpoint;
import io.nephele.services.lambda.mappings.MappingRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Data streams of Kinesis. */
final class KinesisSource implements StreamSource {
  private static final String LATEST = "LATEST";
  private static final String AT_TIMESTAMP = "AT_TIMESTAMP";

  private final Sources sources;

  KinesisSource(Sources sources) {
    this.sources = sources;
  }

  @Override
  public List<ShardInfo> shards(MappingRow row) {
    String arn = row.source().toString();
    List<ShardInfo> all = new ArrayList<>();
    String token = null;
    do {
      ListShardsInput request =
          token == null
              ? new ListShardsInput().streamARN(arn)
              : new ListShardsInput().nextToken(token);
      ListShardsOutput page = sources.call(row, Kinesis.ListShards, request);
      for (Shard shard : page.shards()) {
        List<String> parents = new ArrayList<>();
        if (shard.parentShardId() != null) {
          parents.add(shard.parentShardId());
        }
        if (shard.adjacentParentShardId() != null) {
          parents.add(shard.adjacentParentShardId());
        }
        all.add(new ShardInfo(shard.shardId(), parents));
      }
      token = page.nextToken();
    } while (token != null);
    return all;
  }

  @Override
  public String iterator(MappingRow row, String shardId, Checkpoint checkpoint, boolean first) {
    GetShardIteratorInput request =
        new GetShardIteratorInput().streamARN(row.source().toString()).shardId(shardId);
    if (checkpoint.after() != null) {
      request.shardIteratorType("AFTER_SEQUENCE_NUMBER").startingSequenceNumber(checkpoint.after());
    } else if (checkpoint.position().equals(LATEST) && !first) {
      request.shardIteratorType(AT_TIMESTAMP).timestamp(checkpoint.begunAt());
    } else if (checkpoint.position().equals(AT_TIMESTAMP)) {
      request
          .shardIteratorType(AT_TIMESTAMP)
          .timestamp(row.configuration().startingPositionTimestamp());
    } else {
      request.shardIteratorType(checkpoint.position());
    }
    return sources.call(row, Kinesis.GetShardIterator, request).shardIterator();
  }

  @Override
  public Page read(MappingRow row, String shardId, String iterator, int most) {
    GetRecordsOutput read =
        sources.call(
            row,
            Kinesis.GetRecords,
            new GetRecordsInput()
                .streamARN(row.source().toString())
                .shardIterator(iterator)
                .limit(most));
    List<StreamItem> items = new ArrayList<>();
    for (Record record : read.records()) {
      items.add(item(row, shardId, record));
    }
    return new Page(items, read.nextShardIterator());
  }

  private StreamItem item(MappingRow row, String shardId, Record record) {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("kinesisSchemaVersion", "1.0");
    inner.put("partitionKey", record.partitionKey());
    inner.put("sequenceNumber", record.sequenceNumber());
    inner.put("data", Base64.getEncoder().encodeToString(record.data().toArray()));
    inner.put("approximateArrivalTimestamp", seconds(record.approximateArrivalTimestamp()));
    Map<String, Object> outer = new LinkedHashMap<>();
    outer.put("kinesis", inner);
    outer.put("eventSource", "aws:kinesis");
    outer.put("eventVersion", "1.0");
    outer.put("eventID", shardId + ':' + record.sequenceNumber());
    outer.put("eventName", "aws:kinesis:record");
    outer.put("invokeIdentityArn", sources.role(row));
    outer.put("awsRegion", row.source().region());
    outer.put("eventSourceARN", row.source().toString());
    return new StreamItem(
        record.sequenceNumber(),
        record.partitionKey(),
        record.approximateArrivalTimestamp(),
        outer,
        seen(inner, record),
        record.data().length());
  }

  /** Filters see the data, as an object if it is JSON, beside the other fields. */
  private static Map<String, Object> seen(Map<String, Object> inner, Record record) {
    Map<String, Object> seen = new LinkedHashMap<>(inner);
    String text = record.data().utf8();
    Object data = JsonText.parse(text);
    seen.put("data", data instanceof Map<?, ?> ? data : text);
    return seen;
  }

  private static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), 3);
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(250);
  }

  @Override
  public String batchInfo() {
    return "KinesisBatchInfo";
  }
}
