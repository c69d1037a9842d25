package io.nephele.core.metrics;

import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Agenda;
import io.nephele.core.time.Signal;
import io.nephele.core.time.Timers;
import io.nephele.core.time.WorldClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * The data of all CloudWatch metrics, those that services send and those that users put. What
 * services record in the current minute is in memory and goes to the store when a later minute
 * begins or somebody reads; a crash loses at most that minute, as AWS promises no more for the
 * metrics of its services. What users put is in the store at once.
 */
public final class Metrics implements AutoCloseable {
  private static final int MINUTE = 60;

  private final Store store;
  private final WorldClock clock;
  private final MetricTables tables = new MetricTables();
  private final MetricRollUp rollUp;
  private final Map<MetricKey, CurrentMinute> recent = new ConcurrentHashMap<>();
  private final AtomicLong currentMinute = new AtomicLong(Long.MIN_VALUE);
  private final MetricWatches watches;
  private final EndOfMinute endOfMinute = new EndOfMinute();

  /** Whether the clock knows that there is something to save. */
  private volatile boolean awaited;

  private volatile boolean closed;

  /** The metrics of a world. */
  public Metrics(Store store, WorldClock clock, Timers timers) {
    this.store = store;
    this.clock = clock;
    this.rollUp = new MetricRollUp(store, timers, tables);
    this.watches = new MetricWatches(timers);
  }

  /** Takes a sample, now. Not inside a transaction of the store, because it may begin one. */
  public void record(MetricKey metric, double sample) {
    long minute = Math.floorDiv(clock.millis(), 60_000L);
    long known = currentMinute.get();
    if (minute > known && currentMinute.compareAndSet(known, minute)) {
      settle();
    }
    while (true) {
      CurrentMinute current = recent.get(metric);
      if (current == null) {
        current = recent.computeIfAbsent(metric, first -> new CurrentMinute(minute));
        if (!awaited && !closed) {
          clock.keep(endOfMinute);
          endOfMinute.changed.give();
        }
      }
      if (current.add(minute, sample)) {
        return;
      }
      end(metric, current);
    }
  }

  /** Saves a minute that has ended, unless somebody else does. */
  private void end(MetricKey metric, CurrentMinute current) {
    recent.remove(metric, current);
    Samples samples = current.end();
    if (samples != null) {
      put(List.of(new MetricData(metric, current.minute() * MINUTE, false, samples)));
    }
  }

  /** Moves what is in memory to the store. Not inside a transaction. */
  public void settle() {
    if (recent.isEmpty()) {
      return;
    }
    List<MetricData> ended = new ArrayList<>();
    recent.forEach(
        (metric, current) -> {
          recent.remove(metric, current);
          Samples samples = current.end();
          if (samples != null) {
            ended.add(new MetricData(metric, current.minute() * MINUTE, false, samples));
          }
        });
    if (!ended.isEmpty()) {
      put(ended);
    }
  }

  /** Keeps data; they are in the store when this returns. Not inside a transaction. */
  public void put(List<MetricData> data) {
    MetricKey first = data.getFirst().metric();
    LockKey hint = new LockKey(Key.of("metrics").with(first.accountId()).with(first.region()));
    store.write(hint, transaction -> put(transaction, data));
  }

  private Void put(Transaction transaction, List<MetricData> data) {
    Instant now = clock.now();
    for (MetricData each : data) {
      tables.add(transaction, each, now.getEpochSecond());
    }
    rollUp.expect(transaction, now);
    watches.tell(transaction, data, now);
    return null;
  }

  /**
   * The statistic sets of a metric by the minute in which they begin, of minutes that begin in
   * [from, to). Not inside a transaction.
   */
  public NavigableMap<Instant, StatisticSet> read(MetricKey metric, Instant from, Instant to) {
    // Wide enough for all times that there are, and narrow enough to count with.
    long first = Math.max(Math.ceilDiv(Math.max(from.getEpochSecond(), 0), MINUTE) * MINUTE, 0);
    long last = Math.min(to.getEpochSecond() + (to.getNano() > 0 ? 1 : 0), Integer.MAX_VALUE * 4L);
    NavigableMap<Instant, StatisticSet> minutes = new TreeMap<>();
    Map<String, TreeMap<Long, Samples>> series =
        read(MetricId.of(metric), metric.unit(), new Span(first, last, MINUTE));
    series
        .getOrDefault(metric.unit(), new TreeMap<>())
        .forEach(
            (second, samples) -> minutes.put(Instant.ofEpochSecond(second), samples.statistics()));
    return minutes;
  }

  /**
   * The samples of a metric by unit and, within that, by the second since 1970 at which a period
   * begins. Periods without samples are left out; what AWS would no longer have at that period is
   * not read. Not inside a transaction.
   *
   * @param unit which data are read, or null for those of all units
   */
  public Map<String, TreeMap<Long, Samples>> read(MetricId metric, String unit, Span span) {
    settle();
    long now = clock.now().getEpochSecond();
    return store.read(reader -> tables.read(reader, metric, unit, span, now));
  }

  /** A metric and what the index knows of it. */
  public record Listed(MetricId metric, MetricEntry entry) {}

  /**
   * The first metrics of an account and region that pass a test, in the order of namespace and
   * name. Not inside a transaction.
   *
   * @param after the metric that came last before, or null
   * @param wanted may be asked again about the same
   * @param most how many there may be
   */
  public List<Listed> list(MetricPlace place, MetricId after, Predicate<Listed> wanted, int most) {
    settle();
    Key prefix = place.key();
    Key last = after == null ? null : MetricTables.key(after);
    return store.read(
        reader -> {
          List<Listed> found = new ArrayList<>();
          Table.Rows<MetricEntry> rows = tables.list(reader, prefix, last);
          while (rows.hasNext() && found.size() < most) {
            Table.Row<MetricEntry> row = rows.next();
            Listed listed = new Listed(MetricTables.id(row.key()), row.value());
            if (wanted.test(listed)) {
              found.add(listed);
            }
          }
          return found;
        });
  }

  /**
   * Has a timer fire whenever data of a metric come, in the transaction that keeps them.
   *
   * @param timer the kind of the timer
   * @param id of the timer
   */
  public void watch(
      Transaction transaction, MetricId metric, String timer, Key id, MetricWatch watch) {
    watches.watch(transaction, metric, timer, id, watch);
  }

  /** Ends what {@link #watch} began. */
  public void unwatch(Transaction transaction, MetricId metric, String timer, Key id) {
    watches.unwatch(transaction, metric, timer, id);
  }

  /**
   * Has the changes of all metrics of an account and region noted, and a timer fire at the end of
   * each minute in which there are some. There is one such timer an account and region; its id is
   * the two.
   */
  public void follow(Transaction transaction, String accountId, String region, String timer) {
    watches.follow(transaction, accountId, region, timer);
  }

  /** Ends what {@link #follow} began. */
  public void unfollow(Transaction transaction, String accountId, String region) {
    watches.unfollow(transaction, accountId, region);
  }

  /** Takes changes that were noted, which are then no longer there. */
  public List<MetricChange> takeChanges(
      Transaction transaction, String accountId, String region, int most) {
    return watches.take(transaction, accountId, region, most);
  }

  /**
   * Shows the times at which there are data, in no order, until the visitor has seen enough. Not
   * inside a transaction.
   *
   * @param unit which data are meant, or null for those of all units
   * @param from the first second since 1970
   * @param visitor is shown seconds since 1970 and says whether it wants more
   */
  public void visitTimes(MetricId metric, String unit, long from, LongPredicate visitor) {
    settle();
    store.read(reader -> tables.visitTimes(reader, metric, unit, from, visitor));
  }

  /** Drops what is not in the store. */
  public void forget() {
    recent.clear();
  }

  /** Saves nothing more. */
  @Override
  public void close() {
    closed = true;
    clock.forget(endOfMinute);
  }

  /** Has the minute in memory saved though nobody reads it and no other begins. */
  private final class EndOfMinute implements Agenda {
    private final Signal changed = new Signal();

    @Override
    public Instant nextDue() {
      awaited = true;
      if (recent.isEmpty()) {
        awaited = false;
        if (recent.isEmpty()) {
          return null;
        }
        awaited = true;
      }
      // Within the minute, so that what is evaluated when it has ended sees all of it.
      return Instant.ofEpochMilli((currentMinute.get() + 1) * 60_000 - 1);
    }

    @Override
    public String nextName() {
      return "metrics";
    }

    @Override
    public void doNext() {
      Instant due = nextDue();
      if (due != null && !due.isAfter(clock.now())) {
        settle();
      }
    }

    @Override
    public Signal changed() {
      return changed;
    }
  }
}
