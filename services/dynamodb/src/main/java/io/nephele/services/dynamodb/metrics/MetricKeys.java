package io.nephele.services.dynamodb.metrics;

import io.nephele.core.metrics.MetricKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The CloudWatch metrics of one table, made when they are first asked for. */
public final class MetricKeys {
  static final String NAMESPACE = "AWS/DynamoDB";
  static final String COUNT = "Count";
  private static final String TABLE = "TableName";

  private final String accountId;
  private final String region;
  private final String table;
  private final MetricKey consumedRead;
  private final MetricKey consumedWrite;
  private final Map<String, MetricKey> latencies = new ConcurrentHashMap<>(8);
  private final Map<String, MetricKey> returned = new ConcurrentHashMap<>(4);
  private final Map<String, MetricKey> others = new ConcurrentHashMap<>(4);
  private volatile long provisionedMinute = Long.MIN_VALUE;

  /** Those of a table. */
  public MetricKeys(String accountId, String region, String table) {
    this.accountId = accountId;
    this.region = region;
    this.table = table;
    this.consumedRead = key("ConsumedReadCapacityUnits", COUNT, Map.of(TABLE, table));
    this.consumedWrite = key("ConsumedWriteCapacityUnits", COUNT, Map.of(TABLE, table));
  }

  /**
   * The units that were consumed.
   *
   * @param index a global index, or empty for the table itself
   * @param write whether units of writes, else of reads
   */
  public MetricKey consumed(String index, boolean write) {
    if (index.isEmpty()) {
      return write ? consumedWrite : consumedRead;
    }
    return ofIndex(write ? "ConsumedWriteCapacityUnits" : "ConsumedReadCapacityUnits", index);
  }

  MetricKey latency(String operation) {
    MetricKey known = latencies.get(operation);
    if (known == null) {
      known = ofOperation("SuccessfulRequestLatency", "Milliseconds", operation);
      latencies.put(operation, known);
    }
    return known;
  }

  MetricKey returned(String operation) {
    MetricKey known = returned.get(operation);
    if (known == null) {
      known = ofOperation("ReturnedItemCount", COUNT, operation);
      returned.put(operation, known);
    }
    return known;
  }

  /** Whether what is provisioned was not told in that minute yet. */
  boolean isFirstOf(long minute) {
    if (minute == provisionedMinute) {
      return false;
    }
    provisionedMinute = minute;
    return true;
  }

  /** A count of the table. */
  MetricKey ofTable(String name) {
    return others.computeIfAbsent(name, made -> key(made, COUNT, Map.of(TABLE, table)));
  }

  /** A count of one of its global indexes, or of the table itself if that is null. */
  MetricKey ofIndex(String name, String index) {
    return index == null
        ? ofTable(name)
        : others.computeIfAbsent(
            name + '/' + index,
            made -> key(name, COUNT, Map.of(TABLE, table, "GlobalSecondaryIndexName", index)));
  }

  /** A metric of what an operation does with the table. */
  MetricKey ofOperation(String name, String unit, String operation) {
    return key(name, unit, Map.of(TABLE, table, "Operation", operation));
  }

  /** A metric of what an operation does with one of its streams. */
  MetricKey ofStream(String name, String unit, String label, String operation) {
    return key(name, unit, Map.of(TABLE, table, "StreamLabel", label, "Operation", operation));
  }

  private MetricKey key(String name, String unit, Map<String, String> dimensions) {
    return new MetricKey(accountId, region, NAMESPACE, name, dimensions, unit);
  }
}
