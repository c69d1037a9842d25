package io.nephele.services.logs.insights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts and adds up rows by groups of them. */
final class Stats extends Stage implements Stage.Merging {
  private static final int MOST_GROUPS = 100_000;

  private final Map<String, Aggregates.Maker> aggregates;
  private final Map<String, Expression> by;
  private final Expression[] columns;
  private final Map<Object, Group> groups = new LinkedHashMap<>();

  private record Group(List<Object> values, List<Aggregates.Aggregate> aggregates) {}

  Stats(Map<String, Aggregates.Maker> aggregates, Map<String, Expression> by) {
    this.aggregates = aggregates;
    this.by = by;
    this.columns = by.values().toArray(new Expression[0]);
  }

  @Override
  void take(Row row) {
    Object key;
    List<Object> values;
    if (columns.length == 1) {
      Object value = columns[0].of(row);
      key = key(value);
      values = Collections.singletonList(value);
    } else {
      values = new ArrayList<>(columns.length);
      List<Object> keys = new ArrayList<>(columns.length);
      for (Expression each : columns) {
        Object value = each.of(row);
        values.add(value);
        keys.add(key(value));
      }
      key = keys;
    }
    for (Aggregates.Aggregate each : group(key, values).aggregates) {
      each.add(row);
    }
  }

  /** Values that look alike are in one group. */
  private static Object key(Object value) {
    return value == null || value instanceof String || value instanceof Values.Time
        ? value
        : Values.text(value);
  }

  private Group group(Object key, List<Object> values) {
    Group group = groups.get(key);
    if (group == null) {
      if (groups.size() >= MOST_GROUPS) {
        throw new TooLargeException("stats has more than " + MOST_GROUPS + " groups");
      }
      group = new Group(values, made());
      groups.put(key, group);
    }
    return group;
  }

  @Override
  public void merge(Stage other) {
    ((Stats) other)
        .groups.forEach(
            (key, more) -> {
              List<Aggregates.Aggregate> own = group(key, more.values).aggregates;
              for (int i = 0; i < own.size(); i++) {
                own.get(i).merge(more.aggregates.get(i));
              }
            });
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
