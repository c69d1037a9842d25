package io.nephele.services.kinesis;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The CloudWatch metrics of one stream and its shards. Not to be used inside a transaction. */
final class StreamMetrics {
  private static final String NAMESPACE = "AWS/Kinesis";
  private static final String COUNT = "Count";
  private static final String BYTES = "Bytes";
  private static final String MILLISECONDS = "Milliseconds";

  private final Metrics metrics;
  private final String accountId;
  private final String region;
  private final String name;
  private final Map<String, String> ofStream;
  private final MetricKey incomingBytes;
  private final MetricKey incomingRecords;
  private final MetricKey writesExceeded;
  private final MetricKey readsExceeded;
  private final Call put;
  private final Call putAll;
  private final Call get;
  private final MetricKey putTotal;
  private final MetricKey putSuccessful;
  private final MetricKey putRecords;
  private final MetricKey putThrottled;
  private final MetricKey putFailed;
  private final MetricKey gotRecords;
  private final MetricKey iteratorAge;
  private final Map<Long, ShardMetrics> shards = new ConcurrentHashMap<>();

  /** What is told of every call of one operation. */
  private record Call(MetricKey bytes, MetricKey latency, MetricKey success) {}

  /** The shard-level metrics of one shard. */
  private record ShardMetrics(
      MetricKey incomingBytes,
      MetricKey incomingRecords,
      MetricKey outgoingBytes,
      MetricKey outgoingRecords,
      MetricKey writesExceeded,
      MetricKey readsExceeded,
      MetricKey iteratorAge) {}

  StreamMetrics(Metrics metrics, Stream stream) {
    this.metrics = metrics;
    this.accountId = stream.accountId();
    this.region = stream.region();
    this.name = stream.name();
    this.ofStream = Map.of("StreamName", name);
    this.incomingBytes = key("IncomingBytes", BYTES);
    this.incomingRecords = key("IncomingRecords", COUNT);
    this.writesExceeded = key("WriteProvisionedThroughputExceeded", COUNT);
    this.readsExceeded = key("ReadProvisionedThroughputExceeded", COUNT);
    this.putTotal = key("PutRecords.TotalRecords", COUNT);
    this.putSuccessful = key("PutRecords.SuccessfulRecords", COUNT);
    this.putRecords = key("PutRecords.Records", COUNT);
    this.putThrottled = key("PutRecords.ThrottledRecords", COUNT);
    this.putFailed = key("PutRecords.FailedRecords", COUNT);
    this.gotRecords = key("GetRecords.Records", COUNT);
    this.iteratorAge = key("GetRecords.IteratorAgeMilliseconds", MILLISECONDS);
    this.put = call("PutRecord");
    this.putAll = call("PutRecords");
    this.get = call("GetRecords");
  }

  private MetricKey key(String metric, String unit) {
    return key(metric, unit, ofStream);
  }

  private MetricKey key(String metric, String unit, Map<String, String> dimensions) {
    return new MetricKey(accountId, region, NAMESPACE, metric, dimensions, unit);
  }

  private Call call(String operation) {
    return new Call(
        key(operation + ".Bytes", BYTES),
        key(operation + ".Latency", MILLISECONDS),
        key(operation + ".Success", COUNT));
  }

  /** PutRecord was called. */
  void put(long bytes, long millis, boolean success) {
    tell(put.success, success ? 1 : 0);
    tell(put.latency, millis);
    if (success) {
      tell(put.bytes, bytes);
      tell(incomingBytes, bytes);
      tell(incomingRecords, 1);
    }
    tell(writesExceeded, success ? 0 : 1);
  }

  /** PutRecords was called. */
  void putAll(int records, int throttled, long bytes, long millis) {
    int successful = records - throttled;
    tell(putAll.success, successful > 0 ? 1 : 0);
    tell(putAll.latency, millis);
    tell(putAll.bytes, bytes);
    tell(putTotal, records);
    tell(putSuccessful, successful);
    tell(putRecords, successful);
    tell(putThrottled, throttled);
    tell(putFailed, 0);
    if (successful > 0) {
      tell(incomingBytes, bytes);
      tell(incomingRecords, successful);
    }
    tell(writesExceeded, throttled);
  }

  /** GetRecords gave records. */
  void got(int records, long bytes, long ageMillis, long millis) {
    tell(get.success, 1);
    tell(get.latency, millis);
    tell(get.bytes, bytes);
    tell(gotRecords, records);
    tell(iteratorAge, ageMillis);
    tell(readsExceeded, 0);
  }

  /** GetRecords was refused, because the shard was read too much. */
  void readRefused() {
    tell(get.success, 0);
    tell(readsExceeded, 1);
  }

  /** An event of a subscription was sent. */
  void pushed(String consumer, int records, long bytes, long millisBehind) {
    Map<String, String> dimensions = Map.of("StreamName", name, "ConsumerName", consumer);
    tell(key("SubscribeToShardEvent.Success", COUNT, dimensions), 1);
    tell(key("SubscribeToShardEvent.Bytes", BYTES, dimensions), bytes);
    tell(key("SubscribeToShardEvent.Records", COUNT, dimensions), records);
    tell(key("SubscribeToShardEvent.MillisBehindLatest", MILLISECONDS, dimensions), millisBehind);
  }

  /** SubscribeToShard was called. */
  void subscribed(String consumer, boolean success) {
    Map<String, String> dimensions = Map.of("StreamName", name, "ConsumerName", consumer);
    tell(key("SubscribeToShard.Success", COUNT, dimensions), success ? 1 : 0);
    tell(key("SubscribeToShard.RateExceeded", COUNT, dimensions), success ? 0 : 1);
  }

  /** Records came into a shard, or were refused; only of streams with shard-level metrics. */
  void shardIn(List<String> on, long shard, int records, long bytes, int refused) {
    if (on.isEmpty()) {
      return;
    }
    ShardMetrics of = shard(shard);
    if (records > 0) {
      record(on, Monitoring.INCOMING_BYTES, of.incomingBytes, bytes);
      record(on, Monitoring.INCOMING_RECORDS, of.incomingRecords, records);
    }
    record(on, Monitoring.WRITES_EXCEEDED, of.writesExceeded, refused);
  }

  /** Records were read from a shard; only of streams with shard-level metrics. */
  void shardOut(List<String> on, long shard, int records, long bytes, long ageMillis) {
    if (on.isEmpty()) {
      return;
    }
    ShardMetrics of = shard(shard);
    record(on, Monitoring.OUTGOING_BYTES, of.outgoingBytes, bytes);
    record(on, Monitoring.OUTGOING_RECORDS, of.outgoingRecords, records);
    record(on, Monitoring.ITERATOR_AGE, of.iteratorAge, ageMillis);
    record(on, Monitoring.READS_EXCEEDED, of.readsExceeded, 0);
  }

  /** A shard was read too much; only of streams with shard-level metrics. */
  void shardReadRefused(List<String> on, long shard) {
    if (!on.isEmpty()) {
      record(on, Monitoring.READS_EXCEEDED, shard(shard).readsExceeded, 1);
    }
  }

  private void record(List<String> on, String level, MetricKey key, long value) {
    if (on.contains(level)) {
      tell(key, value);
    }
  }

  private void tell(MetricKey key, long value) {
    metrics.record(key, (double) value);
  }

  private ShardMetrics shard(long number) {
    return shards.computeIfAbsent(number, this::make);
  }

  private ShardMetrics make(long number) {
    Map<String, String> dimensions = Map.of("StreamName", name, "ShardId", Shard.id(number));
    return new ShardMetrics(
        key("IncomingBytes", BYTES, dimensions),
        key("IncomingRecords", COUNT, dimensions),
        key("OutgoingBytes", BYTES, dimensions),
        key("OutgoingRecords", COUNT, dimensions),
        key("WriteProvisionedThroughputExceeded", COUNT, dimensions),
        key("ReadProvisionedThroughputExceeded", COUNT, dimensions),
        key("IteratorAgeMilliseconds", MILLISECONDS, dimensions));
  }
}
