package io.nephele.services.cloudwatch.insights;

import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of a log event, by their names or paths. */
final class EventFields {
  private final Object json;
  private final List<String> words;
  private final Map<String, Integer> names;

  private EventFields(Object json, List<String> words, Map<String, Integer> names) {
    this.json = json;
    this.words = words;
    this.names = names;
  }

  /** Those of an event in JSON; null if it is none. */
  static EventFields json(String message) {
    return JsonText.parse(message) instanceof Map<?, ?> map
        ? new EventFields(map, List.of(), Map.of())
        : null;
  }

  /**
   * Those of an event in the Common Log Format, in which brackets and quotes keep words together.
   *
   * @param names the numbers of fields, from 1, by the names that they were given
   */
  static EventFields words(String message, Map<String, Integer> names) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < message.length()) {
      char first = message.charAt(at);
      if (first == ' ') {
        at++;
        continue;
      }
      char close = first == '"' ? '"' : first == '[' ? ']' : ' ';
      int end = message.indexOf(close, at + 1);
      end = end < 0 ? message.length() : end;
      words.add(message.substring(close == ' ' ? at : at + 1, end));
      at = end + 1;
    }
    return new EventFields(null, words, names);
  }

  /** A field's value, or null. */
  Object get(String field) {
    if (json == null) {
      Integer number = names.get(field);
      try {
        int index = number == null ? Integer.parseInt(field) : number;
        return index >= 1 && index <= words.size() ? words.get(index - 1) : null;
      } catch (NumberFormatException e) {
        return null;
      }
    }
    Object value = json;
    for (String step : (field.startsWith("$.") ? field.substring(2) : field).split("\\.", -1)) {
      value = step(value, step);
      if (value == null) {
        return null;
      }
    }
    return value;
  }

  /** A member of an object, or of a list in it: {@code name} or {@code name[0]}. */
  private static Object step(Object value, String step) {
    int open = step.indexOf('[');
    String name = open < 0 ? step : step.substring(0, open);
    Object member = value instanceof Map<?, ?> map ? map.get(name) : null;
    if (open < 0 || !step.endsWith("]")) {
      return member;
    }
    try {
      int index = Integer.parseInt(step.substring(open + 1, step.length() - 1));
      return member instanceof List<?> list && index >= 0 && index < list.size()
          ? list.get(index)
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A value as it is shown. */
  static String text(Object value) {
    return value instanceof String text ? text : JsonText.write(value);
  }

  /** A value as a number, or null. */
  static Double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return value instanceof String text ? Double.valueOf(text.strip()) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
