package io.nephele.core.metrics;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timers;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who wants to know that data came: of a metric, or of all metrics of an account and region, whose
 * changes are then noted until somebody takes them. Both are timers that are scheduled in the
 * transaction that keeps the data.
 */
final class MetricWatches {
  private final Timers timers;
  private final Table<MetricWatch> watches = Table.of("cloudwatch.watches", MetricWatch.class);
  private final Table<Follower> followers = Table.of("cloudwatch.followers", Follower.class);
  private final Table<Change> changes = Table.of("cloudwatch.changes", Change.class);

  MetricWatches(Timers timers) {
    this.timers = timers;
  }

  /** The timer that fires at the end of a minute in which data came. */
  record Follower(String timer) {}

  /** What is kept of a change beside its key. */
  record Change(boolean highResolution) {}

  void watch(Transaction transaction, MetricId metric, String timer, Key id, MetricWatch watch) {
    watches.put(transaction, MetricTables.key(metric).with(timer).with(id), watch);
  }

  void unwatch(Transaction transaction, MetricId metric, String timer, Key id) {
    watches.delete(transaction, MetricTables.key(metric).with(timer).with(id));
  }

  void follow(Transaction transaction, String accountId, String region, String timer) {
    followers.put(transaction, place(accountId, region), new Follower(timer));
  }

  void unfollow(Transaction transaction, String accountId, String region) {
    followers.delete(transaction, place(accountId, region));
    changes.deletePrefix(transaction, place(accountId, region));
  }

  private static Key place(String accountId, String region) {
    return Key.of(accountId).with(region);
  }

  /** Tells those who want to know of data. */
  void tell(Transaction transaction, List<MetricData> data, Instant now) {
    Key last = null;
    boolean watched = false;
    Follower follower = null;
    Set<Key> told = new HashSet<>();
    for (MetricData each : data) {
      Key place = place(each.metric().accountId(), each.metric().region());
      if (!place.equals(last)) {
        last = place;
        watched = watches.first(transaction, place) != null;
        follower = followers.get(transaction, place);
        if (follower != null) {
          wake(transaction, follower.timer, place, 60, now);
        }
      }
      if (watched || follower != null) {
        Key metric = MetricTables.key(MetricId.of(each.metric()));
        if (watched && told.add(metric)) {
          wake(transaction, metric, now);
        }
        if (follower != null) {
          Tier tier = each.highResolution() ? Tier.SECONDS : Tier.MINUTES;
          long second = each.second() - Math.floorMod(each.second(), (long) tier.resolution());
          changes.put(
              transaction,
              metric.with(each.metric().unit()).with(second),
              new Change(each.highResolution()));
        }
      }
    }
  }

  private void wake(Transaction transaction, Key metric, Instant now) {
    for (Table.Row<MetricWatch> row : watches.scan(transaction, metric)) {
      KeyReader parts = row.key().without(metric).reader();
      wake(transaction, parts.nextText(), parts.rest(), row.value().seconds(), now);
    }
  }

  /** A timer that is due by now may be at work already, with data from before. */
  private void wake(Transaction transaction, String timer, Key id, int every, Instant now) {
    Instant next =
        Instant.ofEpochSecond((Math.floorDiv(now.getEpochSecond(), (long) every) + 1) * every);
    Instant due = timers.due(transaction, timer, id);
    if (due == null || !due.isAfter(now) || due.isAfter(next)) {
      timers.schedule(transaction, timer, id, next, Bytes.EMPTY);
    }
  }

  /** Takes the first changes of an account and region. */
  List<MetricChange> take(Transaction transaction, String accountId, String region, int most) {
    List<MetricChange> taken = new ArrayList<>();
    for (Table.Row<Change> row : some(transaction, place(accountId, region), most)) {
      taken.add(change(row));
      changes.delete(transaction, row.key());
    }
    return taken;
  }

  private List<Table.Row<Change>> some(Reader reader, Key place, int most) {
    List<Table.Row<Change>> some = new ArrayList<>();
    Table.Rows<Change> rows = changes.scan(reader, KeyRange.prefix(place), Direction.FORWARD);
    while (rows.hasNext() && some.size() < most) {
      some.add(rows.next());
    }
    return some;
  }

  private static MetricChange change(Table.Row<Change> row) {
    MetricId id = MetricTables.id(row.key());
    KeyReader rest = row.key().without(MetricTables.key(id)).reader();
    MetricKey metric =
        new MetricKey(
            id.accountId(),
            id.region(),
            id.namespace(),
            id.name(),
            id.dimensions(),
            rest.nextText());
    return new MetricChange(metric, rest.nextLong(), row.value().highResolution);
  }
}
