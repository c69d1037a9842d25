package io.nephele.services.xray;

import java.util.List;
import java.util.Map;

/** Reads values out of JSON documents; what is absent or of another kind is null. */
final class Fields {
  private Fields() {}

  /** What lies at a path of names, or null. */
  static Object at(Object document, String... path) {
    Object value = document;
    for (String name : path) {
      if (!(value instanceof Map<?, ?> object)) {
        return null;
      }
      value = object.get(name);
    }
    return value;
  }

  /** The text at a path, or null. */
  static String text(Object document, String... path) {
    return at(document, path) instanceof String text ? text : null;
  }

  /** The number at a path, or null. */
  static Double number(Object document, String... path) {
    return at(document, path) instanceof Number number && Double.isFinite(number.doubleValue())
        ? number.doubleValue()
        : null;
  }

  /** Whether there is true at a path. */
  static boolean flag(Object document, String... path) {
    return Boolean.TRUE.equals(at(document, path));
  }

  /** The list at a path; empty if there is none. */
  static List<?> list(Object document, String... path) {
    return at(document, path) instanceof List<?> list ? list : List.of();
  }

  /** The object at a path; empty if there is none. */
  static Map<?, ?> object(Object document, String... path) {
    return at(document, path) instanceof Map<?, ?> object ? object : Map.of();
  }
}
