package io.nephele.services.logs.insights;

import io.nephele.core.json.JsonText;
import java.util.List;
import java.util.Map;

/** Values of queries that hold others: maps and lists, as {@code jsonParse} makes them. */
final class Structures {
  private Structures() {}

  /** What JSON says, or null if it is none. */
  static Object parse(String json) {
    Object value = JsonText.parse(json);
    return value == JsonText.MALFORMED ? null : value(value);
  }

  /** As values of queries are: numbers are Doubles. */
  private static Object value(Object value) {
    return value instanceof Number number ? (Object) number.doubleValue() : value;
  }

  /** The value at a path with points that begins with the name of a structure; or null. */
  static Object at(Map<String, Object> values, String path) {
    for (int point = path.lastIndexOf('.'); point > 0; point = path.lastIndexOf('.', point - 1)) {
      Object start = values.get(path.substring(0, point));
      if (start != null) {
        return inside(start, path.substring(point + 1));
      }
    }
    return null;
  }

  /** The value at a path with points in a structure; or null. */
  static Object inside(Object structure, String path) {
    if (structure instanceof Map<?, ?> map && map.containsKey(path)) {
      return value(map.get(path));
    }
    int point = path.indexOf('.');
    Object value = member(structure, point < 0 ? path : path.substring(0, point));
    return point < 0 || value == null ? value : inside(value, path.substring(point + 1));
  }

  /** A member of a map or an element of a list; or null. */
  static Object member(Object structure, Object key) {
    if (structure instanceof Map<?, ?> map) {
      return value(map.get(Values.text(key)));
    }
    Double index = structure instanceof List<?> ? Values.number(key) : null;
    if (index == null || index < 0 || index >= ((List<?>) structure).size()) {
      return null;
    }
    return value(((List<?>) structure).get(index.intValue()));
  }
}
