package io.nephele.services.pipes;

import io.nephele.core.json.JsonText;
import java.util.List;
import java.util.Map;

/**
 * Templates of inputs, in which {@code <$.path>} stands for a part of the event and {@code
 * <aws.pipes....>} for what is known of the pipe, and parameters that are paths.
 */
final class Templates {
  private static final int MOST_NAME = 256;

  private Templates() {}

  /**
   * The template with values in place of their names. Within quotes a value is text, outside it is
   * JSON; what was not found is nothing within quotes and an empty text outside.
   *
   * @param known what is known of the pipe, by name
   */
  static String fill(String template, Item item, Map<String, Object> known) {
    StringBuilder filled = new StringBuilder(template.length() + 64);
    boolean quoted = false;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '\\' && quoted && i + 1 < template.length()) {
        filled.append(c).append(template.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        filled.append(c);
      } else if (c == '<') {
        int end = template.indexOf('>', i);
        String name = end < 0 || end - i > MOST_NAME ? "" : template.substring(i + 1, end);
        if (name.startsWith("$")) {
          filled.append(text(at(item.seen(), name), quoted));
          i = end;
        } else if (known.containsKey(name)) {
          filled.append(text(known.get(name), quoted));
          i = end;
        } else {
          filled.append(c);
        }
      } else {
        filled.append(c);
      }
    }
    return filled.toString();
  }

  private static String text(Object value, boolean quoted) {
    if (!quoted) {
      return value == null ? "\"\"" : JsonText.write(value);
    }
    if (value == null) {
      return "";
    }
    String json = JsonText.write(value instanceof String plain ? plain : JsonText.write(value));
    return json.substring(1, json.length() - 1);
  }

  /** A parameter: a part of the event if it is a path, else itself; null of what is not there. */
  static String parameter(String value, Item item) {
    if (value == null || !value.startsWith("$.")) {
      return value;
    }
    Object found = at(item.seen(), value);
    return found == null || found instanceof String ? (String) found : JsonText.write(found);
  }

  /** The part of an event at a path such as {@code $.body.items[0].id}, or null. */
  static Object at(Object event, String path) {
    Object value = event;
    int i = 1;
    while (i < path.length() && value != null) {
      char c = path.charAt(i);
      if (c == '.') {
        int end = i + 1;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
          end++;
        }
        value = value instanceof Map<?, ?> map ? map.get(path.substring(i + 1, end)) : null;
        i = end;
      } else if (c == '[') {
        int end = path.indexOf(']', i);
        value = end < 0 ? null : inside(value, path.substring(i + 1, end).strip());
        i = end + 1;
      } else {
        return null;
      }
    }
    return value;
  }

  private static Object inside(Object value, String step) {
    boolean name = step.length() > 1 && (step.charAt(0) == '\'' || step.charAt(0) == '"');
    if (name) {
      return value instanceof Map<?, ?> map ? map.get(step.substring(1, step.length() - 1)) : null;
    }
    if (!(value instanceof List<?> list) || step.isEmpty() || step.length() > 6) {
      return null;
    }
    int index = 0;
    for (int i = 0; i < step.length(); i++) {
      int digit = step.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      index = index * 10 + digit;
    }
    return index < list.size() ? list.get(index) : null;
  }
}
