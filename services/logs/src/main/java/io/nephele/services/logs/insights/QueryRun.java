package io.nephele.services.logs.insights;

import io.nephele.core.store.Reader;
import io.nephele.services.logs.events.GroupScan;
import io.nephele.services.logs.events.LogEvent;
import io.nephele.services.logs.events.Masker;
import io.nephele.services.logs.events.MergedGroups;
import io.nephele.services.logs.events.Position;
import io.nephele.services.logs.state.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs a query over the events of groups, the latest first. */
final class QueryRun {
  private final GroupScan scan;
  private final Query query;
  private final List<Group> groups;
  private final Function<Group, Masker> maskers;
  private final int limit;

  QueryRun(
      GroupScan scan, Query query, List<Group> groups, Function<Group, Masker> maskers, int limit) {
    this.scan = scan;
    this.query = query;
    this.groups = groups;
    this.maskers = maskers;
    this.limit = limit;
  }

  /**
   * What a query found.
   *
   * @param rows for each row names and values in turn
   */
  record Outcome(List<List<String>> rows, long matched, long scanned, long bytes) {}

  Outcome run(long from, long to, long now) {
    return scan.readAll(reader -> run(reader, from, to, now));
  }

  private Outcome run(Reader reader, long from, long to, long now) {
    Stage.Collecting found = new Stage.Collecting(limit);
    Counting matched = new Counting();
    matched.to(found);
    Stage first = query.start(query.aggregated() ? found : matched);
    MergedGroups events = scan.openAll(reader, groups, from, to, now);
    long scanned = 0;
    long bytes = 0;
    Map<Group, Masker> known = new HashMap<>();
    for (Position at = events.peek();
        at != null && !first.isDone();
        events.step(), at = events.peek()) {
      LogEvent event = events.current();
      scanned++;
      bytes += event.size();
      Group group = events.group();
      Masker masker = known.computeIfAbsent(group, maskers);
      String message = masker.mask(event.message());
      Map<String, Object> values = new HashMap<>();
      values.put("@timestamp", new Values.Time(event.timestamp()));
      values.put("@ingestionTime", new Values.Time(event.ingestedAt()));
      values.put("@message", message);
      values.put("@logStream", events.streamName());
      values.put("@log", group.accountId() + ":" + group.name());
      values.put("@ptr", Pointers.write(group, events.streamName(), at));
      first.take(new Row(values, message));
    }
    first.finish();
    List<List<String>> rows = new ArrayList<>();
    for (Row row : found.rows()) {
      rows.add(shown(row));
    }
    return new Outcome(rows, query.aggregated() ? scanned : matched.count, scanned, bytes);
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
