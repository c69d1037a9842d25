package io.nephele.services.logs.insights;

import io.nephele.core.store.Reader;
import io.nephele.services.logs.events.GroupScan;
import io.nephele.services.logs.events.MergedGroups;
import io.nephele.services.logs.events.StoredEvent;
import io.nephele.services.logs.events.StreamScan;
import io.nephele.services.logs.state.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Runs a query over the events of groups. Where their order is nothing to its commands, or where
 * few events are likely to pass, parts of the events are looked at side by side; else one after the
 * other, the latest first, until enough is found.
 */
final class QueryRun {
  private static final int LOOK_EVERY = 10_000;

  private final GroupScan scan;
  private final Query query;
  private final List<Group> groups;
  private final EventSources sources;
  private final int limit;
  private final BooleanSupplier stopped;

  QueryRun(
      GroupScan scan,
      Query query,
      List<Group> groups,
      EventSources sources,
      int limit,
      BooleanSupplier stopped) {
    this.scan = scan;
    this.query = query;
    this.groups = groups;
    this.sources = sources;
    this.limit = limit;
    this.stopped = stopped;
  }

  /**
   * What a query found.
   *
   * @param rows for each row names and values in turn
   */
  record Outcome(List<List<String>> rows, long matched, long scanned, long bytes) {}

  Outcome run(long from, long to, long now) {
    List<Stage> all = query.make();
    int alone = 0;
    while (alone < all.size() && all.get(alone).isAlone()) {
      alone++;
    }
    Stage.Collecting found = new Stage.Collecting(limit);
    Stage next = alone < all.size() ? all.get(alone) : found;
    boolean filtered = all.subList(0, alone).stream().anyMatch(Stages.Filter.class::isInstance);
    if (next instanceof Stage.Merging) {
      return inParts(all, alone, next, found, new Time(from, to, now));
    }
    if (filtered && (next == found || next instanceof Stages.Limit)) {
      int most = next instanceof Stages.Limit first ? Math.min(limit, first.most()) : limit;
      List<Stage> withLatest = new ArrayList<>(all);
      Latest latest = new Latest(most);
      withLatest.add(alone, latest);
      return inParts(withLatest, alone, latest, found, new Time(from, to, now));
    }
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    SideBySide.run(
        1,
        only -> scan.readAll(reader -> inOrder(reader, query.make(), new Time(from, to, now))),
        outcome::set);
    return outcome.get();
  }

  /** From when to when, both inclusive, and what is the time now; milliseconds since 1970. */
  private record Time(long from, long to, long now) {}

  private Outcome inOrder(Reader reader, List<Stage> all, Time time) {
    Stage.Collecting found = new Stage.Collecting(limit);
    Counting matched = new Counting();
    int alone = 0;
    while (alone < all.size() && all.get(alone).isAlone()) {
      alone++;
    }
    all.add(alone, matched);
    all.add(found);
    Stage first = Query.link(all);
    MergedGroups events = scan.openAll(reader, groups, time.from, time.to, time.now);
    long scanned = 0;
    long bytes = 0;
    for (; events.peek() != null && !first.isDone(); events.step()) {
      StoredEvent event = events.stored();
      scanned++;
      bytes += event.size();
      first.take(new Row(sources.of(events.group(), events.streamName(), false), event));
      if (scanned % LOOK_EVERY == 0 && stopped.getAsBoolean()) {
        break;
      }
    }
    first.finish();
    return new Outcome(shown(found), matched.count, scanned, bytes);
  }

  /** What came of a part. */
  private static final class Part {
    private final Counting matched = new Counting();
    private Stage end;
    private long scanned;
    private long bytes;
  }

  private Outcome inParts(
      List<Stage> all, int alone, Stage end, Stage.Collecting found, Time time) {
    List<Stage> rest = new ArrayList<>(all.subList(alone, all.size()));
    rest.add(found);
    Stage first = Query.link(rest);
    List<StreamScan> parts = parts(time.from, time.to, time.now);
    int now = parts.size();
    if (query.compared() != null) {
      long shift = query.compared().shift(time.from, time.to);
      parts.addAll(parts(time.from - shift, time.to - shift, time.now));
    }
    Part sum = new Part();
    SideBySide.run(
        parts.size(),
        number -> {
          StreamScan each = parts.get(number);
          if (stopped.getAsBoolean()) {
            return null;
          }
          synchronized (sum) {
            if (end instanceof Latest latest && latest.isFullSince(each.to())) {
              return null;
            }
          }
          return scan.readAll(reader -> look(reader, each, alone, number >= now));
        },
        part -> {
          if (part != null) {
            synchronized (sum) {
              sum.scanned += part.scanned;
              sum.bytes += part.bytes;
              sum.matched.count += part.matched.count;
              ((Stage.Merging) end).merge(part.end);
            }
          }
        });
    first.finish();
    return new Outcome(shown(found), sum.matched.count, sum.scanned, sum.bytes);
  }

  private List<StreamScan> parts(long from, long to, long now) {
    return new ArrayList<>(scan.readAll(reader -> scan.parts(reader, groups, from, to, now)));
  }

  /** Looks at a part with commands of its own, up to that whose results can be merged. */
  private Part look(Reader reader, StreamScan each, int alone, boolean earlier) {
    Part part = new Part();
    List<Stage> stages = query.make();
    part.end = alone < stages.size() ? stages.get(alone) : null;
    if (!(part.end instanceof Stage.Merging)) {
      part.end = new Latest(limit);
    }
    List<Stage> own = new ArrayList<>(stages.subList(0, alone));
    own.add(part.matched);
    own.add(part.end);
    Stage first = Query.link(own);
    EventSource source = sources.of(each.group(), each.stream().name(), earlier);
    part.scanned =
        scan.scan(
            reader,
            each,
            event -> {
              part.bytes += event.size();
              first.take(new Row(source, event));
            });
    return part;
  }

  private List<List<String>> shown(Stage.Collecting found) {
    List<List<String>> rows = new ArrayList<>();
    for (Row row : found.rows()) {
      rows.add(shown(row));
    }
    return rows;
  }

  private List<String> shown(Row row) {
    List<String> shown = new ArrayList<>();
    for (String column : query.columns()) {
      String text = Values.text(row.get(column));
      if (text != null) {
        shown.add(column);
        shown.add(text);
      }
    }
    if (!query.aggregated() && !query.columns().contains("@ptr")) {
      shown.add("@ptr");
      shown.add(Values.text(row.get("@ptr")));
    }
    return shown;
  }

  /** Counts what passes. */
  private static final class Counting extends Stage {
    private long count;

    @Override
    void take(Row row) {
      count++;
      next().take(row);
    }
  }
}
