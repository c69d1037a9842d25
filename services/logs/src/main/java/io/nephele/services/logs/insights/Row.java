package io.nephele.services.logs.insights;

import java.util.HashMap;
import java.util.Map;

/** What a query knows of one event, or of one group of them. */
final class Row {
  private final Map<String, Object> values;
  private final String message;
  private Map<String, Object> discovered;

  /** An event with its automatic fields. */
  Row(Map<String, Object> values, String message) {
    this.values = values;
    this.message = message;
  }

  /** What was made of events. */
  Row(Map<String, Object> values) {
    this(values, null);
  }

  /** The value of a field, or null. */
  Object get(String name) {
    Object value = values.get(name);
    if (value != null || message == null || values.containsKey(name)) {
      return value;
    }
    if (discovered == null) {
      discovered = DiscoveredFields.of(message);
    }
    return discovered.get(name);
  }

  void put(String name, Object value) {
    values.put(name, value);
  }

  Map<String, Object> values() {
    return values;
  }

  static Row empty() {
    return new Row(new HashMap<>());
  }
}
