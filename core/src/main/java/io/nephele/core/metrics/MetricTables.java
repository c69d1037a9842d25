package io.nephele.core.metrics;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** The rows of metrics: each sample is in one tier, and each metric in the index. */
final class MetricTables {
  /** How exactly the index knows when data came, in seconds, so that it changes seldom. */
  static final long SLACK = 300;

  private final Table<MetricEntry> index = Table.of("cloudwatch.metrics", MetricEntry.class);

  /** Adds samples to those that are there. */
  void add(Transaction transaction, MetricData data, long now) {
    Tier tier = data.highResolution() ? Tier.SECONDS : Tier.MINUTES;
    Key id = key(MetricId.of(data.metric()));
    add(transaction, tier, id.with(data.metric().unit()), data.second(), data.samples());
    note(transaction, id, data, now);
  }

  private static void add(
      Transaction transaction, Tier tier, Key series, long second, Samples samples) {
    Key place = series.with(second - Math.floorMod(second, (long) tier.resolution()));
    Samples saved = tier.table().get(transaction, place);
    tier.table().put(transaction, place, saved == null ? samples : plus(saved, samples));
  }

  static Samples plus(Samples some, Samples others) {
    Distribution both = new Distribution();
    both.add(some);
    both.add(others);
    return both.samples();
  }

  private void note(Transaction transaction, Key id, MetricData data, long now) {
    MetricEntry known = index.get(transaction, id);
    String unit = data.metric().unit();
    if (known == null) {
      index.put(transaction, id, new MetricEntry(List.of(unit), now, data.second()));
    } else if (!known.units().contains(unit)
        || now >= known.lastAt() + SLACK
        || data.second() >= known.newest() + SLACK) {
      List<String> units = new ArrayList<>(known.units());
      if (!units.contains(unit)) {
        units.add(unit);
      }
      index.put(
          transaction, id, new MetricEntry(units, now, Math.max(known.newest(), data.second())));
    }
  }

  /**
   * The samples of a metric with one unit or, if that is null, with each, in spans of {@code
   * period} seconds that begin at {@code from}, by their beginnings in seconds since 1970.
   */
  Map<String, TreeMap<Long, Samples>> read(
      Reader reader, MetricId metric, String unit, Span span, long now) {
    Map<String, TreeMap<Long, Samples>> series = new LinkedHashMap<>();
    Key id = key(metric);
    MetricEntry known = index.get(reader, id);
    if (known != null) {
      long oldest = Math.max(span.from(), now - Tier.keptFor(span.period()));
      for (String each : known.units()) {
        if (unit == null || unit.equals(each)) {
          TreeMap<Long, Samples> points = points(reader, id.with(each), span, oldest);
          if (!points.isEmpty()) {
            series.put(each, points);
          }
        }
      }
    }
    return series;
  }

  private static TreeMap<Long, Samples> points(Reader reader, Key series, Span span, long oldest) {
    Map<Long, Object> gathered = new LinkedHashMap<>();
    for (Tier tier : Tier.values()) {
      KeyRange range =
          KeyRange.between(
              series.with(oldest - Math.floorMod(oldest, (long) tier.resolution())),
              series.with(span.to()));
      for (Table.Row<Samples> row : tier.table().scan(reader, range, Direction.FORWARD)) {
        long second = row.key().without(series).reader().nextLong();
        if (second >= oldest) {
          long begin = second - Math.floorMod(second - span.from(), (long) span.period());
          gathered.merge(begin, row.value(), MetricTables::gather);
        }
      }
    }
    TreeMap<Long, Samples> points = new TreeMap<>();
    gathered.forEach(
        (begin, some) ->
            points.put(begin, some instanceof Distribution all ? all.samples() : (Samples) some));
    return points;
  }

  /** Shows seconds at which there are rows, until the visitor wants no more. */
  Void visitTimes(Reader reader, MetricId metric, String unit, long from, LongPredicate visitor) {
    Key id = key(metric);
    MetricEntry known = index.get(reader, id);
    if (known == null) {
      return null;
    }
    for (String each : known.units()) {
      if (unit == null || unit.equals(each)) {
        Key series = id.with(each);
        KeyRange range = KeyRange.prefix(series).startingAt(series.with(from));
        for (Tier tier : Tier.values()) {
          for (Table.Row<Samples> row : tier.table().scan(reader, range, Direction.FORWARD)) {
            if (!visitor.test(row.key().without(series).reader().nextLong())) {
              return null;
            }
          }
        }
      }
    }
    return null;
  }

  /** Most spans have one row, which then needs no distribution of its own. */
  private static Object gather(Object some, Object more) {
    Distribution all;
    if (some instanceof Distribution before) {
      all = before;
    } else {
      all = new Distribution();
      all.add((Samples) some);
    }
    all.add((Samples) more);
    return all;
  }

  /** The metrics whose keys begin so, after one of them unless that is null. */
  Table.Rows<MetricEntry> list(Reader reader, Key leading, Key after) {
    KeyRange range = KeyRange.prefix(leading);
    return index.scan(
        reader, after == null ? range : range.startingAfter(after), Direction.FORWARD);
  }

  /** Moves what is too old for its tier to the next; returns whether anything of it is left. */
  boolean rollUp(Transaction transaction, Key id, long now) {
    MetricEntry known = index.get(transaction, id);
    if (known == null) {
      return false;
    }
    boolean left = false;
    for (String unit : known.units()) {
      Key series = id.with(unit);
      for (Tier tier : Tier.values()) {
        rollUp(transaction, tier, series, now);
        left |= tier.table().first(transaction, series) != null;
      }
    }
    if (!left) {
      index.delete(transaction, id);
    }
    return left;
  }

  private static void rollUp(Transaction transaction, Tier tier, Key series, long now) {
    // A whole span of the next tier goes at once.
    Tier next = tier.next();
    long end = now - tier.kept();
    end -= next == null ? 0 : Math.floorMod(end, (long) next.resolution());
    KeyRange old = KeyRange.between(series.with(Long.MIN_VALUE), series.with(end));
    Map<Long, Object> gathered = new LinkedHashMap<>();
    boolean any = false;
    for (Table.Row<Samples> row : tier.table().scan(transaction, old, Direction.FORWARD)) {
      any = true;
      if (next != null) {
        long second = row.key().without(series).reader().nextLong();
        long begin = second - Math.floorMod(second, (long) next.resolution());
        gathered.merge(begin, row.value(), MetricTables::gather);
      }
    }
    if (any) {
      tier.table().deleteRange(transaction, old);
    }
    gathered.forEach(
        (begin, some) ->
            add(
                transaction,
                next,
                series,
                begin,
                some instanceof Distribution all ? all.samples() : (Samples) some));
  }

  /** Account, region, namespace, name, and names and values of the dimensions by name. */
  static Key key(MetricId metric) {
    Key key =
        Key.of(metric.accountId())
            .with(metric.region())
            .with(metric.namespace())
            .with(metric.name())
            .with(metric.dimensions().size());
    for (Map.Entry<String, String> dimension : new TreeMap<>(metric.dimensions()).entrySet()) {
      key = key.with(dimension.getKey()).with(dimension.getValue());
    }
    return key;
  }

  static MetricId id(Key key) {
    KeyReader parts = key.reader();
    String account = parts.nextText();
    String region = parts.nextText();
    String namespace = parts.nextText();
    String name = parts.nextText();
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (long left = parts.nextLong(); left > 0; left--) {
      dimensions.put(parts.nextText(), parts.nextText());
    }
    return new MetricId(account, region, namespace, name, dimensions);
  }
}
