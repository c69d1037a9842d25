package io.nephele.services.cloudwatch.insights;

import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A condition on a field of log events.
 *
 * @param match which field
 * @param operator In, NotIn, StartsWith, GreaterThan, LessThan, EqualTo, NotEqualTo or IsPresent
 * @param texts of the first three
 * @param number of the next four
 * @param present of the last
 */
record RuleFilter(
    String match, String operator, List<String> texts, double number, boolean present) {
  private static final int MOST_TEXTS = 10;

  /** Reads one of a definition's. */
  static RuleFilter read(Object json) {
    if (!(json instanceof Map<?, ?> map)
        || !(map.get("Match") instanceof String match)
        || map.size() != 2) {
      throw wrong("A filter has Match and one operator.");
    }
    for (Map.Entry<?, ?> each : map.entrySet()) {
      if (!each.getKey().equals("Match")) {
        return read(match, (String) each.getKey(), each.getValue());
      }
    }
    throw wrong("A filter has Match and one operator.");
  }

  private static RuleFilter read(String match, String operator, Object value) {
    switch (operator) {
      case "In", "NotIn", "StartsWith" -> {
        if (!(value instanceof List<?> list) || list.isEmpty() || list.size() > MOST_TEXTS) {
          throw wrong(operator + " has between 1 and " + MOST_TEXTS + " values.");
        }
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(EventFields.text(each)));
        return new RuleFilter(match, operator, texts, 0, false);
      }
      case "GreaterThan", "LessThan", "EqualTo", "NotEqualTo" -> {
        if (!(value instanceof Number number)) {
          throw wrong(operator + " has a number.");
        }
        return new RuleFilter(match, operator, List.of(), number.doubleValue(), false);
      }
      case "IsPresent" -> {
        if (!(value instanceof Boolean present)) {
          throw wrong("IsPresent is true or false.");
        }
        return new RuleFilter(match, operator, List.of(), 0, present);
      }
      default -> throw wrong("There is no operator " + operator + ".");
    }
  }

  private static RuntimeException wrong(String message) {
    return CloudWatchErrors.invalid("The rule definition is not valid. " + message);
  }

  /** Whether an event passes. */
  boolean passes(EventFields event) {
    Object value = event.get(match);
    if (operator.equals("IsPresent")) {
      return present == (value != null);
    }
    if (value == null) {
      return false;
    }
    return switch (operator) {
      case "In" -> texts.contains(EventFields.text(value));
      case "NotIn" -> !texts.contains(EventFields.text(value));
      case "StartsWith" -> texts.stream().anyMatch(EventFields.text(value)::startsWith);
      default -> passes(EventFields.number(value));
    };
  }

  private boolean passes(Double value) {
    if (value == null) {
      return false;
    }
    return switch (operator) {
      case "GreaterThan" -> value > number;
      case "LessThan" -> value < number;
      case "EqualTo" -> value == number;
      default -> value != number;
    };
  }
}
