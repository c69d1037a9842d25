package io.nephele.core.sources;

import io.nephele.api.dynamodbstreams.DescribeStreamInput;
import io.nephele.api.dynamodbstreams.Dynamodbstreams;
import io.nephele.api.dynamodbstreams.GetRecordsInput;
import io.nephele.api.dynamodbstreams.GetRecordsOutput;
import io.nephele.api.dynamodbstreams.GetShardIteratorInput;
import io.nephele.api.dynamodbstreams.Record;
import io.nephele.api.dynamodbstreams.StreamDescription;
import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import io.nephele.core.json.StructJson;
import io.nephele.core.targets.Targets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads streams of DynamoDB's tables. */
final class TableStreamReader implements StreamReader {
  private static final int MOST_READ = 1000;

  private final Targets targets;

  TableStreamReader(Targets targets) {
    this.targets = targets;
  }

  @Override
  public List<Shard> shards(Arn stream, Targets.Caller caller) {
    List<Shard> all = new ArrayList<>();
    String last = null;
    do {
      DescribeStreamInput request =
          new DescribeStreamInput().streamArn(stream.toString()).exclusiveStartShardId(last);
      StreamDescription page =
          targets.call(Dynamodbstreams.DescribeStream, request, stream, caller).streamDescription();
      for (io.nephele.api.dynamodbstreams.Shard shard : page.shards()) {
        String parent = shard.parentShardId();
        all.add(new Shard(shard.shardId(), parent == null ? List.of() : List.of(parent)));
      }
      last = page.lastEvaluatedShardId();
    } while (last != null);
    return all;
  }

  @Override
  public String iterator(Arn stream, String shard, StreamPosition position, Targets.Caller caller) {
    GetShardIteratorInput request =
        new GetShardIteratorInput().streamArn(stream.toString()).shardId(shard);
    if (position.after() != null) {
      request.shardIteratorType("AFTER_SEQUENCE_NUMBER").sequenceNumber(position.after());
    } else {
      boolean latest = position.isLatest() && position.first();
      request.shardIteratorType(latest ? StreamPosition.LATEST : "TRIM_HORIZON");
    }
    return targets.call(Dynamodbstreams.GetShardIterator, request, stream, caller).shardIterator();
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
        new GetRecordsInput().shardIterator(iterator).limit(Math.min(most, MOST_READ));
    GetRecordsOutput read = targets.call(Dynamodbstreams.GetRecords, request, stream, caller);
    // These streams have no place by time: one that began with the latest and has read nothing yet
    // leaves out what came before. Records say their time in whole seconds.
    Instant since =
        position.isLatest()
            ? Instant.ofEpochSecond(position.begunAt().getEpochSecond())
            : Instant.MIN;
    List<StreamRecord> records = new ArrayList<>();
    for (Record record : read.records()) {
      StreamRecord each = record(stream, record);
      if (!each.arrivedAt().isBefore(since)) {
        records.add(each);
      }
    }
    return new Page(records, read.nextShardIterator());
  }

  private static StreamRecord record(Arn stream, Record record) {
    Map<String, Object> content = StructJson.of(record.struct());
    String key =
        content.get("dynamodb") instanceof Map<?, ?> change
            ? JsonText.write(change.get("Keys"))
            : "";
    Long size = record.dynamodb().sizeBytes();
    return new StreamRecord(
        record.dynamodb().sequenceNumber(),
        record.eventID(),
        key,
        record.dynamodb().approximateCreationDateTime(),
        content,
        content,
        Map.of("eventSourceARN", stream.toString()),
        size == null ? 0 : size.intValue());
  }
}
