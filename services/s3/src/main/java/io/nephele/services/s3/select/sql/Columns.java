package io.nephele.services.s3.select.sql;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names of the columns of a table, as one query needs them. */
public final class Columns {
  private final List<String> names;
  private final Map<String, Integer> byName = new HashMap<>();
  private final Map<String, Integer> byLowerName = new HashMap<>();
  private final Map<PathStep, Integer> found = new IdentityHashMap<>();

  /** Columns of those names; of two with the same name the first is found. */
  public Columns(List<String> names) {
    this.names = List.copyOf(names);
    for (int i = 0; i < names.size(); i++) {
      byName.putIfAbsent(names.get(i), i);
      byLowerName.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
    }
  }

  /** The names, in order. */
  public List<String> names() {
    return names;
  }

  /** The name of a column, which without one is its number. */
  public String name(int index) {
    return index < names.size() ? names.get(index) : "_" + (index + 1);
  }

  /** The column that a step names, by its name or its number; -1 if there is none. */
  public int find(PathStep step) {
    Integer known = found.get(step);
    if (known == null) {
      known = look(step);
      found.put(step, known);
    }
    return known;
  }

  private int look(PathStep step) {
    if (step.name() == null) {
      return -1;
    }
    Integer named =
        step.exact()
            ? byName.get(step.name())
            : byLowerName.get(step.name().toLowerCase(Locale.ROOT));
    return named == null ? number(step.name()) : named;
  }

  /** The column of a name like {@code _3}, counted from zero; -1 of any other. */
  static int number(String name) {
    if (name.length() < 2 || name.length() > 6 || name.charAt(0) != '_') {
      return -1;
    }
    int number = 0;
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number - 1;
  }
}
