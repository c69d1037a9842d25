package io.nephele.services.dynamodb.metrics;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.Metrics;
import io.nephele.core.time.WorldClock;
import io.nephele.services.dynamodb.insights.KeyCounts;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.tables.Billing;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.Value;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tells CloudWatch what is done with tables. Not to be used inside a transaction, but for {@link
 * #throttled}.
 */
public final class TableMetrics {
  private static final long MINUTE_MILLIS = 60_000;

  private final Metrics metrics;
  private final WorldClock clock;
  private final KeyCounts keys;
  private final Queue<MetricKey> throttled = new ConcurrentLinkedQueue<>();

  /** The metrics of a world's tables. */
  public TableMetrics(World world) {
    this.metrics = world.metrics();
    this.clock = world.clock();
    this.keys = new KeyCounts(world.contributions());
  }

  /**
   * A call consumed units.
   *
   * @param index the global index that consumed them, or null if it was the table itself
   */
  public void consumed(TableDefinition table, IndexDefinition index, double read, double write) {
    if (read > 0) {
      metrics.record(table.metrics().consumed(index == null ? "" : index.name(), false), read);
    }
    if (write > 0) {
      metrics.record(table.metrics().consumed(index == null ? "" : index.name(), true), write);
    }
  }

  /** Tells what is provisioned for a table that is used, once a minute. */
  public void provisioned(TableDefinition table) {
    boolean provisioned = !table.row().billing().onDemand();
    if (provisioned && table.metrics().isFirstOf(Math.floorDiv(clock.millis(), MINUTE_MILLIS))) {
      provisioned(table, null, table.row().billing());
      for (IndexDefinition index : table.indexes()) {
        if (index.isGlobal()) {
          provisioned(table, index.name(), index.row().billing());
        }
      }
    }
  }

  private void provisioned(TableDefinition table, String index, Billing billing) {
    metrics.record(
        table.metrics().ofIndex("ProvisionedReadCapacityUnits", index),
        (double) billing.throughput().read());
    metrics.record(
        table.metrics().ofIndex("ProvisionedWriteCapacityUnits", index),
        (double) billing.throughput().write());
  }

  /** A call did what it should. */
  public void succeeded(TableDefinition table, Call call) {
    metrics.record(table.metrics().latency(call.operation().name()), millis(call));
  }

  /** How long a call has taken, by the world's clock. */
  private double millis(Call call) {
    return Math.max(0, clock.millis() - call.time().toEpochMilli());
  }

  /** A call returned items. */
  public void returned(TableDefinition table, Call call, int items) {
    metrics.record(table.metrics().returned(call.operation().name()), items);
  }

  /** Items expired. */
  public void expired(TableDefinition table, int items) {
    metrics.record(table.metrics().ofTable("TimeToLiveDeletedItemCount"), items);
  }

  /** Records of a stream were read. */
  public void streamed(MetricKeys table, String label, int records, long bytes, Call call) {
    String operation = call.operation().name();
    metrics.record(table.latency(operation), millis(call));
    if (records == 0) {
      return;
    }
    metrics.record(
        table.ofStream("ReturnedRecordsCount", MetricKeys.COUNT, label, operation), records);
    metrics.record(table.ofStream("ReturnedBytes", "Bytes", label, operation), (double) bytes);
  }

  /**
   * A read or write of a table or global index was too much. Also inside transactions: told by
   * {@link #settle}.
   *
   * @param key the item that it was about, or null if it was not one item
   */
  public void throttled(TableDefinition table, IndexDefinition index, ItemKey key, boolean write) {
    if (index == null && key != null && table.insights(null) != null) {
      List<Value> range = key.range() == null ? List.of() : List.of(key.range());
      keys.throttled(table.insights(null), List.of(key.hash()), range);
    }
    throttled.add(
        table
            .metrics()
            .ofIndex(
                write ? "WriteThrottleEvents" : "ReadThrottleEvents",
                index == null ? null : index.name()));
  }

  /** Counts which keys are used. */
  public KeyCounts keys() {
    return keys;
  }

  /** Tells what could not be told inside transactions. */
  public void settle() {
    keys.settle();
    while (!throttled.isEmpty()) {
      MetricKey event = throttled.poll();
      if (event != null) {
        metrics.record(event, 1);
      }
    }
  }

  /** Counts something of the caller's account and region. */
  void count(Call call, String name) {
    metrics.record(
        new MetricKey(
            call.accountId(),
            call.region().name(),
            MetricKeys.NAMESPACE,
            name,
            java.util.Map.of(),
            MetricKeys.COUNT),
        1);
  }

  /** Counts something of a table. */
  void count(TableDefinition table, String name) {
    metrics.record(table.metrics().ofTable(name), 1);
  }

  /** Counts something of an operation on a table. */
  void count(TableDefinition table, String name, String operation) {
    metrics.record(table.metrics().ofOperation(name, MetricKeys.COUNT, operation), 1);
  }
}
