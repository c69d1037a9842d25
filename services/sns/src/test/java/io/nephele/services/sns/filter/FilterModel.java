package io.nephele.services.sns.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What filter policies mean, straight from what AWS says of them: read anew for every message, one
 * condition after another.
 */
final class FilterModel {
  private FilterModel() {}

  static boolean matches(Map<?, ?> policy, Map<?, ?> document) {
    for (Map.Entry<?, ?> entry : policy.entrySet()) {
      if (entry.getKey().equals("$or")) {
        boolean any = false;
        for (Object alternative : (List<?>) entry.getValue()) {
          any |= matches((Map<?, ?>) alternative, document);
        }
        if (!any) {
          return false;
        }
      } else if (!matchesField(entry.getValue(), entry.getKey(), document)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesField(Object demand, Object name, Map<?, ?> document) {
    boolean there = document.containsKey(name);
    Object value = document.get(name);
    if (demand instanceof Map<?, ?> nested) {
      List<Map<?, ?>> objects = new ArrayList<>();
      collectObjects(value, objects);
      if (objects.isEmpty()) {
        return matches(nested, Map.of());
      }
      return objects.stream().anyMatch(object -> matches(nested, object));
    }
    List<Object> leaves = new ArrayList<>();
    if (there) {
      collectLeaves(value, leaves);
    }
    for (Object condition : (List<?>) demand) {
      if (condition instanceof Map<?, ?> operator && operator.containsKey("exists")) {
        if (operator.get("exists").equals(!leaves.isEmpty())) {
          return true;
        }
      } else if (leaves.stream().anyMatch(leaf -> meets(condition, leaf))) {
        return true;
      }
    }
    return false;
  }

  private static void collectObjects(Object value, List<Map<?, ?>> into) {
    if (value instanceof Map<?, ?> object) {
      into.add(object);
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collectObjects(item, into));
    }
  }

  private static void collectLeaves(Object value, List<Object> into) {
    if (value instanceof List<?> list) {
      list.forEach(item -> collectLeaves(item, into));
    } else if (!(value instanceof Map<?, ?>)) {
      into.add(value);
    }
  }

  private static boolean meets(Object condition, Object leaf) {
    if (!(condition instanceof Map<?, ?> operator)) {
      return same(condition, leaf);
    }
    String name = (String) operator.keySet().iterator().next();
    Object operand = operator.get(name);
    if (name.equals("anything-but")) {
      if (operand instanceof Map<?, ?> inner) {
        String innerName = (String) inner.keySet().iterator().next();
        Object values = inner.get(innerName);
        for (Object each : values instanceof List<?> list ? list : List.of(values)) {
          if (meets(Map.of(innerName, each), leaf)) {
            return false;
          }
        }
        return true;
      }
      for (Object each : operand instanceof List<?> list ? list : List.of(operand)) {
        if (same(each, leaf)) {
          return false;
        }
      }
      return true;
    }
    if (name.equals("numeric")) {
      return leaf instanceof Number && inRange((List<?>) operand, number(leaf));
    }
    if (!(leaf instanceof String text)) {
      return false;
    }
    String wanted = (String) operand;
    return switch (name) {
      case "prefix" -> text.startsWith(wanted);
      case "suffix" -> text.endsWith(wanted);
      case "equals-ignore-case" -> text.equalsIgnoreCase(wanted);
      case "wildcard" -> text.matches("(?s)" + wanted.replace("*", ".*"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static boolean inRange(List<?> range, BigDecimal number) {
    boolean in = true;
    for (int i = 0; i < range.size(); i += 2) {
      int order = number.compareTo(number(range.get(i + 1)));
      in &=
          switch ((String) range.get(i)) {
            case "=" -> order == 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
          };
    }
    return in;
  }

  private static boolean same(Object a, Object b) {
    return a instanceof Number && b instanceof Number
        ? number(a).compareTo(number(b)) == 0
        : Objects.equals(a, b);
  }

  private static BigDecimal number(Object number) {
    return new BigDecimal(number.toString());
  }
}
