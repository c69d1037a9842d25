package io.nephele.services.logs.patterns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a condition looks in JSON: {@code $.a.b[0]}, {@code $.a[*].b}, {@code $.['a.b']}.
 *
 * @param text as it was written
 * @param steps names, Integers and {@link #ANY}
 */
record JsonSelector(String text, List<Object> steps) {
  private static final Object ANY = new Object();

  static JsonSelector parse(String text) {
    PatternScanner from = new PatternScanner(text);
    JsonSelector selector = parse(from);
    if (!from.atEnd()) {
      throw FilterPattern.invalid("'" + text + "' is no selector");
    }
    return selector;
  }

  static JsonSelector parse(PatternScanner from) {
    from.require("$");
    StringBuilder text = new StringBuilder("$");
    List<Object> steps = new ArrayList<>();
    while (from.peek() == '.' || from.peek() == '[') {
      if (from.take(".")) {
        text.append('.');
        if (from.peek() == '[') {
          continue;
        }
        if (from.take("*")) {
          steps.add(ANY);
          text.append('*');
          continue;
        }
        String name = name(from);
        steps.add(name);
        text.append(name);
      } else {
        from.require("[");
        text.append('[').append(bracket(from, steps)).append(']');
        from.require("]");
      }
    }
    if (steps.isEmpty()) {
      throw FilterPattern.invalid("a selector names nothing");
    }
    return new JsonSelector(text.toString(), List.copyOf(steps));
  }

  private static String name(PatternScanner from) {
    StringBuilder name = new StringBuilder();
    while (PatternScanner.isWord(from.peek()) || from.peek() == '-' || from.peek() == '@') {
      name.append(from.next());
    }
    if (name.isEmpty()) {
      throw FilterPattern.invalid("a name is missing at character " + from.position());
    }
    return name.toString();
  }

  private static String bracket(PatternScanner from, List<Object> steps) {
    if (from.take("*")) {
      steps.add(ANY);
      return "*";
    }
    if (from.peek() == '"') {
      String name = from.quoted();
      steps.add(name);
      return "\"" + name + "\"";
    }
    if (from.take("'")) {
      StringBuilder name = new StringBuilder();
      while (from.peek() != '\'') {
        name.append(from.next());
      }
      from.next();
      steps.add(name.toString());
      return "'" + name + "'";
    }
    String digits = from.until("]");
    if (digits.isEmpty()
        || digits.length() > 6
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw FilterPattern.invalid("'" + digits + "' is no index");
    }
    steps.add(Integer.valueOf(digits));
    return digits;
  }

  /** The values there, several where asterisks are; empty if there is none. */
  List<Object> find(Object document) {
    List<Object> found = List.of(document);
    for (Object step : steps) {
      List<Object> next = new ArrayList<>();
      for (Object each : found) {
        follow(each, step, next);
      }
      found = next;
    }
    return found;
  }

  /** Nulls of JSON are kept as {@link JsonPattern#NULL}. */
  private static void follow(Object from, Object step, List<Object> to) {
    if (from instanceof Map<?, ?> object) {
      if (step == ANY) {
        object.values().forEach(each -> to.add(each == null ? JsonPattern.NULL : each));
      } else if (step instanceof String && object.containsKey(step)) {
        Object value = object.get(step);
        to.add(value == null ? JsonPattern.NULL : value);
      }
    } else if (from instanceof List<?> array) {
      if (step == ANY) {
        array.forEach(each -> to.add(each == null ? JsonPattern.NULL : each));
      } else if (step instanceof Integer index && index < array.size()) {
        Object value = array.get(index);
        to.add(value == null ? JsonPattern.NULL : value);
      }
    }
  }
}
