package io.nephele.services.dynamodb.capacity;

import io.nephele.api.dynamodb.ProvisionedThroughputExceededException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.time.WorldClock;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.items.WriteUnits;
import io.nephele.services.dynamodb.metrics.TableMetrics;
import io.nephele.services.dynamodb.tables.Billing;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps calls to the throughput of tables and indexes: what is provisioned, with five minutes of it
 * saved up at the most, and what one partition key can have; in on-demand mode to the limits that
 * users set. What was used is in memory only, of each node its own.
 */
public final class Throughputs {
  private static final int MOST_KNOWN = 10_000;
  private static final double PARTITION_READ = 3000;
  private static final double PARTITION_WRITE = 1000;
  private static final int PARTITIONS = 256;

  private final WorldClock clock;
  private final TableMetrics metrics;
  private final Map<Key, Used> used = new ConcurrentHashMap<>();

  /** What of a table or index was used. */
  private static final class Used {
    final Bucket read = new Bucket();
    final Bucket write = new Bucket();
    final Bucket[] partitionReads = new Bucket[PARTITIONS];
    final Bucket[] partitionWrites = new Bucket[PARTITIONS];

    Bucket partition(Bucket[] buckets, ItemKey key) {
      int slot = Math.floorMod(key.partition().hashCode(), PARTITIONS);
      Bucket known = buckets[slot];
      if (known == null) {
        known = new Bucket(1);
        buckets[slot] = known;
      }
      return known;
    }
  }

  /** Throughputs in that time, of which those metrics tell. */
  public Throughputs(WorldClock clock, TableMetrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
  }

  /** What CloudWatch is told. */
  public TableMetrics metrics() {
    return metrics;
  }

  /** Whether anything limits what a table or one of its indexes may have. */
  public static boolean isLimited(TableDefinition table) {
    if (isLimited(table.row().billing())) {
      return true;
    }
    for (IndexDefinition index : table.indexes()) {
      if (index.isGlobal() && isLimited(index.row().billing())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLimited(Billing billing) {
    return !billing.onDemand() || billing.maxRead() != null || billing.maxWrite() != null;
  }

  /**
   * Lets a read pass.
   *
   * @param index the index that is read, or null
   * @param key the item that is read, or null if it is not one item
   * @param pending what the call consumes already, which is not taken yet; or null
   * @throws AwsException if too much was read
   */
  public void admitRead(
      TableDefinition table, IndexDefinition index, ItemKey key, Consumed pending) {
    boolean global = index != null && index.isGlobal();
    Billing billing = global ? index.row().billing() : table.row().billing();
    Double rate = readRate(billing);
    if (rate == null) {
      return;
    }
    Used of = used(global ? index.entries() : table.items());
    double taken = pending == null ? 0 : pending.tableRead();
    if (!of.read.hasAny(rate, clock.millis(), taken)) {
      metrics.throttled(table, global ? index : null, key, false);
      throw exceeded(billing, global);
    }
    if (key != null
        && !billing.onDemand()
        && !of.partition(of.partitionReads, key).hasAny(PARTITION_READ, clock.millis(), 0)) {
      metrics.throttled(table, null, key, false);
      throw exceeded(billing, false);
    }
  }

  /**
   * Lets a write pass, of which it is known what it takes.
   *
   * @param pending what the call consumes already, which is not taken yet; or null
   * @throws AwsException if too much was written
   */
  public void admitWrite(TableDefinition table, ItemKey key, WriteUnits units, Consumed pending) {
    Billing billing = table.row().billing();
    Double rate = writeRate(billing);
    if (rate != null) {
      Used of = used(table.items());
      boolean admitted =
          of.write.hasAny(rate, clock.millis(), pending == null ? 0 : pending.tableWrite())
              && (billing.onDemand()
                  || of.partition(of.partitionWrites, key)
                      .hasAny(PARTITION_WRITE, clock.millis(), 0));
      if (!admitted) {
        metrics.throttled(table, null, key, true);
        throw exceeded(billing, false);
      }
    }
    for (int i = 0; i < units.indexes().length; i++) {
      IndexDefinition index = table.indexes().get(i);
      Double indexRate =
          units.indexes()[i] > 0 && index.isGlobal() ? writeRate(index.row().billing()) : null;
      if (indexRate != null && !used(index.entries()).write.hasAny(indexRate, clock.millis(), 0)) {
        metrics.throttled(table, index, key, true);
        throw exceeded(index.row().billing(), true);
      }
    }
  }

  /**
   * Takes what a call that succeeded has consumed, and tells CloudWatch. Not inside a transaction.
   *
   * @param key the item that it was about, or null if it was not one item
   */
  public void take(Consumed consumed, ItemKey key, Call call) {
    TableDefinition table = consumed.table();
    consumed.tell(metrics);
    metrics.succeeded(table, call);
    if (isLimited(table)) {
      metrics.provisioned(table);
      take(consumed, key);
    }
  }

  private void take(Consumed consumed, ItemKey key) {
    TableDefinition table = consumed.table();
    Billing billing = table.row().billing();
    long now = clock.millis();
    take(consumed.tableRead(), readRate(billing), table.items(), false, now);
    take(consumed.tableWrite(), writeRate(billing), table.items(), true, now);
    if (key != null && !billing.onDemand()) {
      Used of = used(table.items());
      of.partition(of.partitionReads, key).take(consumed.tableRead(), PARTITION_READ, now);
      of.partition(of.partitionWrites, key).take(consumed.tableWrite(), PARTITION_WRITE, now);
    }
    for (int i = 0; i < table.indexes().size(); i++) {
      IndexDefinition index = table.indexes().get(i);
      if (index.isGlobal()) {
        Billing own = index.row().billing();
        take(consumed.indexRead(i), readRate(own), index.entries(), false, now);
        take(consumed.indexWrite(i), writeRate(own), index.entries(), true, now);
      }
    }
  }

  private void take(double units, Double rate, Key of, boolean write, long now) {
    if (units > 0 && rate != null) {
      Used counted = used(of);
      (write ? counted.write : counted.read).take(units, rate, now);
    }
  }

  /** Units a second, or null where there is no limit. */
  private static Double readRate(Billing billing) {
    if (!billing.onDemand()) {
      return (double) billing.throughput().read();
    }
    return billing.maxRead() == null ? null : (double) billing.maxRead();
  }

  private static Double writeRate(Billing billing) {
    if (!billing.onDemand()) {
      return (double) billing.throughput().write();
    }
    return billing.maxWrite() == null ? null : (double) billing.maxWrite();
  }

  private Used used(Key of) {
    Used known = used.get(of);
    if (known != null) {
      return known;
    }
    if (used.size() >= MOST_KNOWN) {
      used.clear();
    }
    return used.computeIfAbsent(of, key -> new Used());
  }

  private static AwsException exceeded(Billing billing, boolean index) {
    if (billing.onDemand()) {
      return new io.nephele.api.dynamodb.ThrottlingException(
          "Throughput exceeds the maximum OnDemandThroughput configured on table or index");
    }
    return new ProvisionedThroughputExceededException(
        index
            ? "The level of configured provisioned throughput for one or more global secondary"
                + " indexes of the table was exceeded. Consider increasing your provisioning level"
                + " for the under-provisioned global secondary indexes with the UpdateTable API"
            : "The level of configured provisioned throughput for the table was exceeded. Consider"
                + " increasing your provisioning level with the UpdateTable API.");
  }
}
