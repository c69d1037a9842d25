package io.nephele.services.logs.transformers;

import io.nephele.core.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An event while it is being transformed: its message, and the JSON object that is made of it. */
final class EventTree {
  /** The name of the message where processors name what they read. */
  static final String MESSAGE = "@message";

  private final String message;
  private final Map<String, Object> root = new LinkedHashMap<>();

  EventTree(String message) {
    this.message = message;
  }

  /** The value at a path with points, or null. */
  Object get(String path) {
    if (path.equals(MESSAGE)) {
      return message;
    }
    if (root.containsKey(path)) {
      return root.get(path);
    }
    Object at = root;
    for (String part : path.split("\\.", -1)) {
      at = child(at, part);
    }
    return at;
  }

  private static Object child(Object parent, String name) {
    if (parent instanceof Map<?, ?> map) {
      return map.get(name);
    }
    boolean index = parent instanceof List<?> && name.matches("[0-9]{1,6}");
    if (index && Integer.parseInt(name) < ((List<?>) parent).size()) {
      return ((List<?>) parent).get(Integer.parseInt(name));
    }
    return null;
  }

  /** The text that a processor reads. */
  String text(String path) {
    String source = path == null ? MESSAGE : path;
    Object value = get(source);
    if (!(value instanceof String text)) {
      throw new UntransformableException(source + " is not a text");
    }
    return text;
  }

  /** Sets the value at a path; objects on the way are made. */
  void put(String path, Object value, boolean overwrite) {
    if (!overwrite && get(path) != null) {
      return;
    }
    String[] parts = path.split("\\.", -1);
    Map<String, Object> at = root;
    for (int i = 0; i < parts.length - 1; i++) {
      at = object(at, parts[i]);
    }
    at.put(parts[parts.length - 1], value);
  }

  @SuppressWarnings("unchecked") // all maps in the tree are of texts
  private static Map<String, Object> object(Map<String, Object> parent, String name) {
    if (parent.get(name) instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    Map<String, Object> made = new LinkedHashMap<>();
    parent.put(name, made);
    return made;
  }

  /** Removes what is at a path. */
  void remove(String path) {
    if (root.remove(path) != null) {
      return;
    }
    int point = path.lastIndexOf('.');
    if (point > 0 && get(path.substring(0, point)) instanceof Map<?, ?> parent) {
      parent.remove(path.substring(point + 1));
    }
  }

  /** Adds values to the object at a path, which is the whole if there is none. */
  void putAll(String destination, Map<String, ?> values) {
    if (destination == null) {
      root.putAll(values);
    } else {
      put(destination, new LinkedHashMap<>(values), true);
    }
  }

  /** The event as JSON. */
  String json() {
    return JsonText.write(root);
  }

  boolean isEmpty() {
    return root.isEmpty();
  }
}
