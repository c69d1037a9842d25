package io.nephele.services.logs.patterns;

import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Conditions on messages that are JSON: {@code { $.a = 1 && ($.b = "x*" || $.c IS NULL) }}. */
final class JsonPattern extends FilterPattern {
  /** A null of JSON. */
  static final Object NULL = new Object();

  private static final String ENDS = ")}&|";

  private final Predicate<Object> condition;
  private final List<JsonSelector> selectors;

  private JsonPattern(Predicate<Object> condition, List<JsonSelector> selectors) {
    this.condition = condition;
    this.selectors = selectors;
  }

  static JsonPattern read(String text) {
    PatternScanner from = new PatternScanner(text);
    List<JsonSelector> selectors = new ArrayList<>();
    from.require("{");
    Predicate<Object> condition = any(from, selectors);
    from.require("}");
    from.skipSpace();
    if (!from.atEnd()) {
      throw invalid("there is something behind the last brace");
    }
    return new JsonPattern(condition, selectors);
  }

  private static Predicate<Object> any(PatternScanner from, List<JsonSelector> selectors) {
    Predicate<Object> condition = all(from, selectors);
    while (from.take("||")) {
      condition = condition.or(all(from, selectors));
    }
    return condition;
  }

  private static Predicate<Object> all(PatternScanner from, List<JsonSelector> selectors) {
    Predicate<Object> condition = one(from, selectors);
    while (from.take("&&")) {
      condition = condition.and(one(from, selectors));
    }
    return condition;
  }

  private static Predicate<Object> one(PatternScanner from, List<JsonSelector> selectors) {
    from.skipSpace();
    Predicate<Object> condition;
    if (from.take("(")) {
      condition = any(from, selectors);
      from.require(")");
    } else {
      JsonSelector selector = JsonSelector.parse(from);
      selectors.add(selector);
      from.skipSpace();
      condition = comparison(from, selector);
    }
    from.skipSpace();
    return condition;
  }

  private static Predicate<Object> comparison(PatternScanner from, JsonSelector selector) {
    if (from.takeWord("IS")) {
      from.skipSpace();
      Object wanted;
      if (from.takeWord("NULL")) {
        wanted = NULL;
      } else if (from.takeWord("TRUE")) {
        wanted = true;
      } else if (from.takeWord("FALSE")) {
        wanted = false;
      } else {
        throw invalid("IS needs NULL, TRUE or FALSE");
      }
      return document -> selector.find(document).contains(wanted);
    }
    if (from.takeWord("NOT")) {
      from.skipSpace();
      if (!from.takeWord("EXISTS")) {
        throw invalid("NOT needs EXISTS");
      }
      return document -> selector.find(document).isEmpty();
    }
    ValueTest test = ValueTest.parse(from, ENDS);
    return document -> {
      for (Object value : selector.find(document)) {
        if (test.testJson(value)) {
          return true;
        }
      }
      return false;
    };
  }

  /** The JSON object or array that a message is, or null. */
  static Object document(String message) {
    String text = message.strip();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return null;
    }
    Object parsed = JsonText.parse(text);
    return parsed == JsonText.MALFORMED ? null : parsed;
  }

  @Override
  public boolean matches(String message) {
    Object document = document(message);
    return document != null && condition.test(document);
  }

  @Override
  public Map<String, String> extract(String message) {
    Map<String, String> found = new LinkedHashMap<>();
    Object document = document(message);
    for (JsonSelector selector : selectors) {
      String value = document == null ? null : first(selector, document);
      if (value != null) {
        found.put(selector.text(), value);
      }
    }
    return found;
  }

  @Override
  public String value(String selector, String message) {
    return jsonValue(selector, message);
  }

  /** What a message that is JSON has under a selector, or null. */
  static String jsonValue(String selector, String message) {
    Object document = selector.startsWith("$.") ? document(message) : null;
    return document == null ? null : first(JsonSelector.parse(selector), document);
  }

  private static String first(JsonSelector selector, Object document) {
    List<Object> found = selector.find(document);
    if (found.isEmpty()) {
      return null;
    }
    Object value = found.getFirst();
    if (value == NULL) {
      return "null";
    }
    return value instanceof String string ? string : JsonText.write(value);
  }
}
