package io.nephele.core.metrics;

import io.nephele.core.store.Key;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.WorldClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The data points that services send to CloudWatch, one statistic set a minute. The current
 * minute's are in memory and go to the store when a later minute begins; a crash loses at most that
 * minute, as AWS promises no more for the metrics of its services.
 */
public final class Metrics {
  private final Store store;
  private final WorldClock clock;
  private final Table<StatisticSet> table = Table.of("metrics.minutes", StatisticSet.class);
  private final Map<Slot, StatisticSet> recent = new ConcurrentHashMap<>();
  private final AtomicLong currentMinute = new AtomicLong(Long.MIN_VALUE);

  private record Slot(MetricKey metric, long minute) {}

  /** The metrics of a world. */
  public Metrics(Store store, WorldClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Takes a sample, now. Not inside a transaction of the store, because it may begin one. */
  public void record(MetricKey metric, double sample) {
    long minute = Math.floorDiv(clock.millis(), 60_000L);
    long known = currentMinute.get();
    if (minute > known && currentMinute.compareAndSet(known, minute)) {
      flush(minute);
    }
    recent.merge(new Slot(metric, minute), StatisticSet.of(sample), StatisticSet::plus);
  }

  /**
   * The statistic sets of a metric by the minute in which they begin, of minutes that begin in
   * [from, to).
   */
  public NavigableMap<Instant, StatisticSet> read(MetricKey metric, Instant from, Instant to) {
    NavigableMap<Instant, StatisticSet> minutes = new TreeMap<>();
    Key key = key(metric);
    store.read(
        reader -> {
          for (Table.Row<StatisticSet> row : table.scan(reader, key)) {
            Instant minute = instant(row.key().without(key).reader().nextLong());
            add(minutes, minute, row.value(), from, to);
          }
          return null;
        });
    recent.forEach(
        (slot, statistics) -> {
          if (slot.metric.equals(metric)) {
            add(minutes, instant(slot.minute), statistics, from, to);
          }
        });
    return minutes;
  }

  /** Drops what is not in the store. */
  public void forget() {
    recent.clear();
  }

  private static void add(
      Map<Instant, StatisticSet> minutes,
      Instant minute,
      StatisticSet statistics,
      Instant from,
      Instant to) {
    if (!minute.isBefore(from) && minute.isBefore(to)) {
      minutes.merge(minute, statistics, StatisticSet::plus);
    }
  }

  /** Moves the sets of minutes before that one to the store. */
  private void flush(long minute) {
    Map<Slot, StatisticSet> ended = new java.util.HashMap<>();
    for (Slot slot : recent.keySet()) {
      if (slot.minute < minute) {
        StatisticSet statistics = recent.remove(slot);
        if (statistics != null) {
          ended.put(slot, statistics);
        }
      }
    }
    if (!ended.isEmpty()) {
      store.write(transaction -> save(transaction, ended));
    }
  }

  private Void save(Transaction transaction, Map<Slot, StatisticSet> ended) {
    ended.forEach(
        (slot, statistics) -> {
          Key key = key(slot.metric).with(slot.minute);
          StatisticSet saved = table.get(transaction, key);
          table.put(transaction, key, saved == null ? statistics : saved.plus(statistics));
        });
    return null;
  }

  private static Key key(MetricKey metric) {
    Key key =
        Key.of(metric.accountId())
            .with(metric.region())
            .with(metric.namespace())
            .with(metric.name());
    key = key.with(metric.unit()).with(metric.dimensions().size());
    for (Map.Entry<String, String> dimension : new TreeMap<>(metric.dimensions()).entrySet()) {
      key = key.with(dimension.getKey()).with(dimension.getValue());
    }
    return key;
  }

  private static Instant instant(long minute) {
    return Instant.EPOCH.plus(minute, ChronoUnit.MINUTES);
  }
}
