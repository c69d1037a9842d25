package io.nephele.services.kinesis;

import io.nephele.core.time.VirtualClock;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What the tests of streams do again and again. */
final class TestStreams {
  private final KinesisClient kinesis;
  private final VirtualClock clock;

  TestStreams(KinesisClient kinesis, VirtualClock clock) {
    this.kinesis = kinesis;
    this.clock = clock;
  }

  /** Creates a stream and waits until it is active. */
  void create(String name, int shards) {
    kinesis.createStream(r -> r.streamName(name).shardCount(shards));
    settle();
  }

  /** Waits until what is being done to streams is done. */
  void settle() {
    clock.advance(Duration.ofSeconds(1));
  }

  List<Shard> shards(String name) {
    return kinesis.listShards(r -> r.streamName(name)).shards();
  }

  String iterator(String name, String shardId, ShardIteratorType type) {
    return kinesis
        .getShardIterator(r -> r.streamName(name).shardId(shardId).shardIteratorType(type))
        .shardIterator();
  }

  GetRecordsResponse get(String iterator) {
    return kinesis.getRecords(r -> r.shardIterator(iterator));
  }

  /** The records of a shard from its beginning. */
  List<Record> all(String name, String shardId) {
    return get(iterator(name, shardId, ShardIteratorType.TRIM_HORIZON)).records();
  }

  List<String> texts(List<Record> records) {
    return records.stream().map(each -> each.data().asUtf8String()).toList();
  }

  static PutRecordsRequestEntry entry(String key, String text) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromUtf8String(text))
        .build();
  }
}
