package io.nephele.services.sns.filter;

import io.nephele.core.json.JsonText;
import io.nephele.services.sns.filter.Conditions.Condition;
import io.nephele.services.sns.filter.FilterPolicy.Demand;
import io.nephele.services.sns.filter.FilterPolicy.Field;
import io.nephele.services.sns.filter.FilterPolicy.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a filter policy and refuses what SNS would. Reads one. */
final class FilterPolicyReader {
  private static final int LONGEST = 256 * 1024;
  private static final int MOST_KEYS = 5;
  private static final int MOST_COMBINATIONS = 150;
  private static final String OR = "$or";

  private final boolean nested;
  private int keys;

  FilterPolicyReader(boolean nested) {
    this.nested = nested;
  }

  /** What was read, and how many combinations of values it has. */
  private record Read<T>(T value, long combinations) {}

  Node read(String json) {
    if (json.length() > LONGEST) {
      throw new FilterPolicyException("Filter policy is too long");
    }
    Object parsed = JsonText.parse(json);
    if (parsed == JsonText.MALFORMED) {
      throw new FilterPolicyException("failed to parse JSON");
    }
    if (!(parsed instanceof Map<?, ?> object)) {
      throw new FilterPolicyException("Filter policy must be a JSON object");
    }
    Read<Node> root = node(object, 1);
    if (keys > MOST_KEYS) {
      throw new FilterPolicyException("Filter policy can not have more than 5 keys");
    }
    if (root.combinations > MOST_COMBINATIONS) {
      throw new FilterPolicyException("Filter policy is too complex");
    }
    return root.value;
  }

  private Read<Node> node(Map<?, ?> object, int depth) {
    List<Field> fields = new ArrayList<>();
    List<List<Node>> alternatives = new ArrayList<>();
    long combinations = 1;
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      String name = (String) entry.getKey();
      if (name.equals(OR) && isAlternatives(entry.getValue())) {
        Read<List<Node>> read = alternatives((List<?>) entry.getValue(), depth);
        alternatives.add(read.value);
        combinations = times(combinations, read.combinations);
      } else {
        Read<Demand> read = demand(name, entry.getValue(), depth);
        fields.add(new Field(name, read.value));
        combinations = times(combinations, read.combinations);
      }
    }
    return new Read<>(new Node(List.copyOf(fields), List.copyOf(alternatives)), combinations);
  }

  /** Two or more objects; anything else under that name is a field like others. */
  private static boolean isAlternatives(Object value) {
    if (!(value instanceof List<?> list) || list.size() < 2) {
      return false;
    }
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> object) || object.isEmpty() || isCondition(object)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isCondition(Map<?, ?> object) {
    for (Object key : object.keySet()) {
      switch ((String) key) {
        case "exists",
            "prefix",
            "suffix",
            "numeric",
            "anything-but",
            "cidr",
            "wildcard",
            "equals-ignore-case" -> {
          return true;
        }
        default -> {
          // a field
        }
      }
    }
    return false;
  }

  private Read<List<Node>> alternatives(List<?> list, int depth) {
    List<Node> nodes = new ArrayList<>();
    long combinations = 0;
    for (Object item : list) {
      Read<Node> read = node((Map<?, ?>) item, depth);
      nodes.add(read.value);
      combinations += read.combinations;
    }
    return new Read<>(List.copyOf(nodes), Math.min(combinations, Integer.MAX_VALUE));
  }

  private Read<Demand> demand(String name, Object value, int depth) {
    if (value instanceof List<?> list) {
      keys++;
      long combinations = (long) list.size() * (nested ? depth : 1);
      return new Read<>(conditions(list), combinations);
    }
    if (!(value instanceof Map<?, ?> object)) {
      throw new FilterPolicyException('"' + name + "\" must be an object or an array");
    }
    if (!nested) {
      throw new FilterPolicyException(
          "Filter policy scope MessageAttributes does not support nested filter policy");
    }
    if (object.isEmpty()) {
      throw new FilterPolicyException("Empty objects are not allowed");
    }
    Read<Node> read = node(object, depth + 1);
    return new Read<>(read.value, read.combinations);
  }

  private static Conditions conditions(List<?> list) {
    if (list.isEmpty()) {
      throw new FilterPolicyException("Empty arrays are not allowed");
    }
    boolean absent = false;
    boolean present = false;
    Set<String> texts = new HashSet<>();
    Set<BigDecimal> numbers = new HashSet<>();
    Set<String> constants = new HashSet<>();
    List<Condition> others = new ArrayList<>();
    for (Object item : list) {
      switch (item) {
        case null -> constants.add("null");
        case String text -> texts.add(text);
        case Number number -> numbers.add(Conditions.decimal(number).stripTrailingZeros());
        case Boolean flag -> constants.add(flag.toString());
        case Map<?, ?> operator -> {
          if (operator.size() != 1) {
            throw new FilterPolicyException("Only one key allowed in match expression");
          }
          Map.Entry<?, ?> only = operator.entrySet().iterator().next();
          if (!only.getKey().equals("exists")) {
            others.add(Operators.read((String) only.getKey(), only.getValue()));
          } else if (only.getValue() instanceof Boolean exists) {
            present |= exists;
            absent |= !exists;
          } else {
            throw new FilterPolicyException("exists match pattern must be either true or false.");
          }
        }
        default ->
            throw new FilterPolicyException(
                "Match value must be String, number, true, false, or null");
      }
    }
    return new Conditions(
        absent,
        present,
        Set.copyOf(texts),
        Set.copyOf(numbers),
        Set.copyOf(constants),
        List.copyOf(others));
  }

  private static long times(long a, long b) {
    return Math.min(a * b, Integer.MAX_VALUE);
  }
}
