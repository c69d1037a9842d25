package io.nephele.wire.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * HTTP header fields: names without regard to case, several values a name, in the order in which
 * they were added.
 */
public final class Headers {
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  /**
   * A bit for each length that a name has or had, modulo 64: most headers that are asked for are
   * not there, and a request is asked for some twenty.
   */
  private long lengths;

  /** Adds a field. */
  public Headers add(String name, String value) {
    lengths |= 1L << name.length();
    names.add(name);
    values.add(value);
    return this;
  }

  /** The same fields, to be changed on their own. */
  public Headers copy() {
    Headers copy = new Headers();
    copy.names.addAll(names);
    copy.values.addAll(values);
    copy.lengths = lengths;
    return copy;
  }

  /** Sets a field, in place of all of that name. */
  public Headers set(String name, String value) {
    remove(name);
    return add(name, value);
  }

  /** Removes all fields of that name. */
  public Headers remove(String name) {
    if (isSurelyAbsent(name)) {
      return this;
    }
    for (int i = names.size() - 1; i >= 0; i--) {
      if (names.get(i).equalsIgnoreCase(name)) {
        names.remove(i);
        values.remove(i);
      }
    }
    return this;
  }

  /** The first value of that name, or null. */
  public String first(String name) {
    if (isSurelyAbsent(name)) {
      return null;
    }
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return values.get(i);
      }
    }
    return null;
  }

  /** All values of that name. */
  public List<String> all(String name) {
    List<String> found = List.of();
    if (isSurelyAbsent(name)) {
      return found;
    }
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        if (found.isEmpty()) {
          found = new ArrayList<>(1);
        }
        found.add(values.get(i));
      }
    }
    return found;
  }

  private boolean isSurelyAbsent(String name) {
    return (lengths & 1L << name.length()) == 0;
  }

  /** How many fields there are. */
  public int size() {
    return names.size();
  }

  /** Calls back with every field's name and value. */
  public void forEach(BiConsumer<String, String> field) {
    for (int i = 0; i < names.size(); i++) {
      field.accept(names.get(i), values.get(i));
    }
  }

  /** The values by name in lower case. */
  public Map<String, List<String>> toMap() {
    Map<String, List<String>> map = new LinkedHashMap<>();
    forEach(
        (name, value) ->
            map.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .add(value));
    return Collections.unmodifiableMap(map);
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
