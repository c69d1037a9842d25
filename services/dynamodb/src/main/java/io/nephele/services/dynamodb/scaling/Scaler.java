package io.nephele.services.dynamodb.scaling;

import io.nephele.api.dynamodb.LimitExceededException;
import io.nephele.core.World;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.services.dynamodb.tables.Billing;
import io.nephele.services.dynamodb.tables.CapacityChanges;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Changes provisioned capacity so that the target percentage of it is used, as AWS's target
 * tracking does: more after two minutes in which more was used, less after 15 minutes in which 20
 * points less was used. Minutes in which nothing was used say nothing.
 */
public final class Scaler {
  private static final int MINUTE = 60;
  private static final int OUT_MINUTES = 2;
  private static final int IN_MINUTES = 15;
  private static final double BAND = 20;
  private static final double PERCENT = 100;

  private final World world;
  private final TableCatalog catalog;
  private final ScalingSettings settings;

  /** Scales that catalog's tables by those settings. */
  public Scaler(World world, TableCatalog catalog, ScalingSettings settings) {
    this.world = world;
    this.catalog = catalog;
    this.settings = settings;
  }

  /** Has tables looked at when their time comes. */
  public void bindTimers() {
    world.timers().onWork(ScalingSettings.TIMERS, this::look);
  }

  /** What a capacity is to become. */
  private record Step(ScalingRow row, long units, boolean out) {}

  private void look(Timer timer) {
    TableDefinition table = world.store().read(reader -> catalog.find(reader, timer.id()));
    if (table == null) {
      return;
    }
    List<ScalingRow> rows = world.store().read(reader -> settings.enabled(reader, table));
    if (rows.isEmpty()) {
      return;
    }
    List<Step> steps = new ArrayList<>();
    for (ScalingRow row : rows) {
      Step step = step(table, row, timer.due());
      if (step != null) {
        steps.add(step);
      }
    }
    world
        .store()
        .write(
            transaction -> {
              TableDefinition current = catalog.find(transaction, table.address());
              if (current == null || current.row().number() != table.row().number()) {
                return null;
              }
              for (Step step : steps) {
                apply(transaction, table.address(), step, timer.due().toEpochMilli());
              }
              settings.schedule(transaction, current);
              return null;
            });
  }

  private Step step(TableDefinition table, ScalingRow row, Instant due) {
    IndexDefinition index = row.index().isEmpty() ? null : table.index(row.index());
    if (!row.index().isEmpty() && index == null) {
      return null;
    }
    Billing billing = index == null ? table.row().billing() : index.row().billing();
    if (billing.onDemand()) {
      return null;
    }
    long provisioned = row.write() ? billing.throughput().write() : billing.throughput().read();
    long wanted = wanted(row, provisioned, used(table, row, due), due);
    long within = Math.clamp(wanted, row.minimum(), row.maximum());
    return within == provisioned ? null : new Step(row, within, within > provisioned);
  }

  /** The units a second that were used in each of the last minutes in which some were. */
  private NavigableMap<Instant, Double> used(TableDefinition table, ScalingRow row, Instant due) {
    long end = Math.floorDiv(due.getEpochSecond(), MINUTE) * MINUTE;
    Instant to = Instant.ofEpochSecond(end);
    Instant from = Instant.ofEpochSecond(end - IN_MINUTES * MINUTE);
    NavigableMap<Instant, Double> used = new TreeMap<>();
    List<TableDefinition> writers = new ArrayList<>(List.of(table));
    if (row.write()) {
      // Replicas write what is written to any of them.
      for (String region : table.row().replicas()) {
        TableAddress there = inRegion(table.address(), region);
        TableDefinition replica = catalog.find(there);
        if (replica != null) {
          writers.add(replica);
        }
      }
    }
    for (TableDefinition each : writers) {
      Map<Instant, StatisticSet> minutes =
          world.metrics().read(each.metrics().consumed(row.index(), row.write()), from, to);
      minutes.forEach((minute, sums) -> used.merge(minute, sums.sum() / MINUTE, Double::sum));
    }
    return used;
  }

  private static TableAddress inRegion(TableAddress address, String region) {
    return new TableAddress(address.partition(), address.accountId(), region, address.name());
  }

  private static long wanted(
      ScalingRow row, long provisioned, NavigableMap<Instant, Double> used, Instant due) {
    double high = provisioned * row.target() / PERCENT;
    double low = provisioned * Math.max(0, row.target() - BAND) / PERCENT;
    long now = due.toEpochMilli();
    long lately = Math.floorDiv(due.getEpochSecond(), MINUTE) * MINUTE - OUT_MINUTES * MINUTE;
    NavigableMap<Instant, Double> last = used.tailMap(Instant.ofEpochSecond(lately), true);
    if (last.size() == OUT_MINUTES
        && last.values().stream().allMatch(units -> units > high)
        && now - row.scaledOutAt() >= row.scaleOutCooldown() * 1000L) {
      return needed(last.lastEntry().getValue(), row);
    }
    if (used.size() == IN_MINUTES
        && used.values().stream().allMatch(units -> units < low)
        && !row.scaleInDisabled()
        && now - Math.max(row.scaledInAt(), row.scaledOutAt()) >= row.scaleInCooldown() * 1000L) {
      double most = used.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
      return needed(most, row);
    }
    return provisioned;
  }

  private static long needed(double used, ScalingRow row) {
    return (long) Math.ceil(used * PERCENT / row.target());
  }

  private void apply(Transaction transaction, TableAddress address, Step step, long now) {
    TableDefinition table = catalog.find(transaction, address);
    String index = step.row.index().isEmpty() ? null : step.row.index();
    Map<TableAddress, TableRow> changed = new HashMap<>();
    try {
      changed.put(address, changed(table, index, step, now));
      if (step.row.write()) {
        for (String region : table.row().replicas()) {
          TableDefinition replica = catalog.find(transaction, inRegion(address, region));
          if (replica != null) {
            changed.put(replica.address(), changed(replica, index, step, now));
          }
        }
      }
    } catch (LimitExceededException e) {
      // It was decreased too often today, or is as large as can be: another minute may do.
      return;
    }
    for (TableRow row : changed.values()) {
      catalog.put(transaction, row);
    }
    settings.scaled(transaction, table, step.row.scaled(step.out, now));
  }

  private static TableRow changed(TableDefinition table, String index, Step step, long now) {
    if (table.row().billing().onDemand()) {
      return table.row();
    }
    return CapacityChanges.apply(
        table.row(),
        index,
        step.row.write() ? null : step.units,
        step.row.write() ? step.units : null,
        now);
  }
}
