package io.nephele.services.lambda.polling;

import io.nephele.api.dynamodbstreams.DescribeStreamInput;
import io.nephele.api.dynamodbstreams.Dynamodbstreams;
import io.nephele.api.dynamodbstreams.GetRecordsInput;
import io.nephele.api.dynamodbstreams.GetRecordsOutput;
import io.nephele.api.dynamodbstreams.GetShardIteratorInput;
import io.nephele.api.dynamodbstreams.Record;
import io.nephele.api.dynamodbstreams.Shard;
import io.nephele.api.dynamodbstreams.StreamDescription;
import io.nephele.core.json.JsonText;
import io.nephele.services.lambda.mappings.Checkpoint;
import io.nephele.services.lambda.mappings.MappingRow;
import io.nephele.services.lambda.state.StructJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Streams of DynamoDB's tables. */
final class TableStreamSource implements StreamSource {
  private static final String LATEST = "LATEST";
  private static final int MOST_READ = 1000;

  private final Sources sources;

  TableStreamSource(Sources sources) {
    this.sources = sources;
  }

  @Override
  public List<ShardInfo> shards(MappingRow row) {
    List<ShardInfo> all = new ArrayList<>();
    String last = null;
    do {
      StreamDescription page =
          sources
              .call(
                  row,
                  Dynamodbstreams.DescribeStream,
                  new DescribeStreamInput()
                      .streamArn(row.source().toString())
                      .exclusiveStartShardId(last))
              .streamDescription();
      for (Shard shard : page.shards()) {
        all.add(
            new ShardInfo(
                shard.shardId(),
                shard.parentShardId() == null ? List.of() : List.of(shard.parentShardId())));
      }
      last = page.lastEvaluatedShardId();
    } while (last != null);
    return all;
  }

  @Override
  public String iterator(MappingRow row, String shardId, Checkpoint checkpoint, boolean first) {
    GetShardIteratorInput request =
        new GetShardIteratorInput().streamArn(row.source().toString()).shardId(shardId);
    if (checkpoint.after() != null) {
      request.shardIteratorType("AFTER_SEQUENCE_NUMBER").sequenceNumber(checkpoint.after());
    } else {
      boolean latest = checkpoint.position().equals(LATEST) && first;
      request.shardIteratorType(latest ? LATEST : "TRIM_HORIZON");
    }
    return sources.call(row, Dynamodbstreams.GetShardIterator, request).shardIterator();
  }

  @Override
  public Page read(MappingRow row, String shardId, String iterator, int most) {
    GetRecordsOutput read =
        sources.call(
            row,
            Dynamodbstreams.GetRecords,
            new GetRecordsInput().shardIterator(iterator).limit(Math.min(most, MOST_READ)));
    List<StreamItem> items = new ArrayList<>();
    Checkpoint checkpoint = sources.mappings().checkpoint(row, shardId);
    for (Record record : read.records()) {
      StreamItem item = item(row, record);
      // One that began with the latest record and has none yet began with those since.
      if (checkpoint == null
          || checkpoint.after() != null
          || !checkpoint.position().equals(LATEST)
          || !item.arrivedAt().isBefore(seconds(checkpoint.begunAt()))) {
        items.add(item);
      }
    }
    return new Page(items, read.nextShardIterator());
  }

  /** Records say their time in whole seconds. */
  private static Instant seconds(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond());
  }

  private static StreamItem item(MappingRow row, Record record) {
    Map<String, Object> outer = StructJson.of(record.struct());
    outer.put("eventSourceARN", row.source().toString());
    Object inner = outer.get("dynamodb");
    String key = inner instanceof Map<?, ?> map ? JsonText.write(map.get("Keys")) : "";
    Long size = record.dynamodb().sizeBytes();
    return new StreamItem(
        record.dynamodb().sequenceNumber(),
        key,
        record.dynamodb().approximateCreationDateTime(),
        outer,
        outer,
        size == null ? 0 : size.intValue());
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(250);
  }

  @Override
  public String batchInfo() {
    return "DDBStreamBatchInfo";
  }
}
