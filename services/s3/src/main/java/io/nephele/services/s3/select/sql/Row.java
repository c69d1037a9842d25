package io.nephele.services.s3.select.sql;

import java.util.List;
import java.util.Map;

/**
 * What a query is worked out for: a row of a table, or a value of JSON.
 *
 * @param columns the table's columns; null where there is no table
 * @param fields the values in them; there may be fewer or more
 * @param value the value of JSON
 */
public record Row(Columns columns, List<?> fields, Object value) {
  /** A row of a table. */
  public static Row of(Columns columns, List<?> fields) {
    return new Row(columns, fields, null);
  }

  /** A value of JSON. */
  public static Row of(Object value) {
    return new Row(null, null, value);
  }

  /**
   * What a path leads to.
   *
   * @param alias how rows are called
   */
  Object get(List<PathStep> path, String alias) {
    PathStep first = path.getFirst();
    boolean named =
        first.name() != null && (first.isNamed(alias) || first.name().equalsIgnoreCase("S3Object"));
    if (columns == null) {
      return ofValue(path, named ? 1 : 0);
    }
    int start = named && path.size() > 1 ? 1 : 0;
    int column = columns.find(path.get(start));
    Object found = column < 0 || column >= fields.size() ? Missing.VALUE : fields.get(column);
    return follow(found, path, start + 1);
  }

  private Object ofValue(List<PathStep> path, int start) {
    if (start < path.size() && "_1".equals(path.get(start).name())) {
      // What has no name is called by its number.
      boolean member = value instanceof Map<?, ?> map && map.containsKey("_1");
      return follow(value, path, member ? start : start + 1);
    }
    return follow(value, path, start);
  }

  private static Object follow(Object from, List<PathStep> path, int start) {
    Object current = from;
    for (int i = start; i < path.size(); i++) {
      current = step(current, path.get(i));
      if (Missing.isAbsent(current)) {
        return i == path.size() - 1 ? current : Missing.VALUE;
      }
    }
    return current;
  }

  private static Object step(Object from, PathStep step) {
    if (step.name() == null) {
      return from instanceof List<?> list && step.index() < list.size()
          ? list.get(step.index())
          : Missing.VALUE;
    }
    if (!(from instanceof Map<?, ?> map)) {
      return Missing.VALUE;
    }
    if (map.containsKey(step.name())) {
      return map.get(step.name());
    }
    if (!step.exact()) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (step.isNamed((String) entry.getKey())) {
          return entry.getValue();
        }
      }
    }
    return Missing.VALUE;
  }
}
