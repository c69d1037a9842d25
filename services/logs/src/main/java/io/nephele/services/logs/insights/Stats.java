package io.nephele.services.logs.insights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts and adds up rows by groups of them. */
final class Stats extends Stage {
  private static final int MOST_GROUPS = 100_000;

  private final Map<String, Aggregates.Maker> aggregates;
  private final Map<String, Expression> by;
  private final Map<List<String>, Group> groups = new LinkedHashMap<>();

  private record Group(List<Object> values, List<Aggregates.Aggregate> aggregates) {}

  Stats(Map<String, Aggregates.Maker> aggregates, Map<String, Expression> by) {
    this.aggregates = aggregates;
    this.by = by;
  }

  @Override
  void take(Row row) {
    List<Object> values = new ArrayList<>(by.size());
    List<String> key = new ArrayList<>(by.size());
    for (Expression each : by.values()) {
      Object value = each.of(row);
      values.add(value);
      key.add(Values.text(value));
    }
    Group group = groups.get(key);
    if (group == null) {
      if (groups.size() >= MOST_GROUPS) {
        throw new TooLargeException("stats has more than " + MOST_GROUPS + " groups");
      }
      group = new Group(values, made());
      groups.put(key, group);
    }
    for (Aggregates.Aggregate each : group.aggregates) {
      each.add(row);
    }
  }

  private List<Aggregates.Aggregate> made() {
    List<Aggregates.Aggregate> made = new ArrayList<>();
    for (Aggregates.Maker maker : aggregates.values()) {
      made.add(maker.make());
    }
    return made;
  }

  @Override
  void finish() {
    if (groups.isEmpty() && by.isEmpty()) {
      groups.put(List.of(), new Group(List.of(), made()));
    }
    for (Group group : groups.values()) {
      Map<String, Object> values = new HashMap<>();
      int i = 0;
      for (String name : by.keySet()) {
        values.put(name, group.values.get(i++));
      }
      i = 0;
      for (String name : aggregates.keySet()) {
        values.put(name, group.aggregates.get(i++).result());
      }
      next().take(new Row(values));
    }
    super.finish();
  }

  @Override
  boolean isDone() {
    return false;
  }
}
