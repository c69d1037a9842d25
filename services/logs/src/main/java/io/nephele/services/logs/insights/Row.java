package io.nephele.services.logs.insights;

import io.nephele.services.logs.events.StoredEvent;
import java.util.HashMap;
import java.util.Map;

/** What a query knows of one event, or of one group of them. */
final class Row {
  private final EventSource source;
  private final StoredEvent event;

  /** What was computed; null while there is nothing. */
  private Map<String, Object> values;

  /** The fields of the message; null while nobody asked. */
  private Map<String, Object> discovered;

  private Row(EventSource source, StoredEvent event, Map<String, Object> values) {
    this.source = source;
    this.event = event;
    this.values = values;
  }

  /** An event. */
  Row(EventSource source, StoredEvent event) {
    this(source, event, null);
  }

  /** What was made of events. */
  Row(Map<String, Object> values) {
    this(null, null, values);
  }

  /** The value of a field, or null; of what structures hold by a path with points. */
  Object get(String name) {
    if (values != null) {
      Object value = values.get(name);
      if (value != null || values.containsKey(name)) {
        return value;
      }
    }
    Object found = source == null ? null : field(name);
    return found == null && values != null ? Structures.at(values, name) : found;
  }

  private Object field(String name) {
    if (name.startsWith("@")) {
      Object value = source.automatic(event, name);
      if (value != null) {
        return value;
      }
    }
    if (discovered == null) {
      discovered = source.discovered(event);
    }
    return discovered.get(name);
  }

  /** Whether a value of that name was computed, if only null. */
  boolean isComputed(String name) {
    return values != null && values.containsKey(name);
  }

  void put(String name, Object value) {
    if (values == null) {
      values = new HashMap<>();
    }
    values.put(name, value);
  }

  /** The same with another value; this one stays as it is. */
  Row with(String name, Object value) {
    Row row = new Row(source, event, values == null ? null : new HashMap<>(values));
    row.put(name, value);
    return row;
  }

  /** The same with nothing hidden. */
  Row unmasked() {
    return source == null ? this : new Row(source.unmasked(), event, values);
  }

  /** The event, or null. */
  StoredEvent event() {
    return event;
  }

  /** Where the event comes from, or null. */
  EventSource source() {
    return source;
  }
}
