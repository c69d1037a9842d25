package io.nephele.services.dynamodb.expressions;

import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.values.RandomValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes conditions by their grammar, each as text and as a predicate that is written down without
 * any thought of speed: the obviously correct model that the real evaluator is held to.
 */
final class NaiveConditions {
  /** A condition as text, and what it should answer. */
  record Made(String text, Predicate<Map<String, Object>> model) {}

  /** A value as text, and what it is in an item; null for nothing. */
  private record Term(String text, Function<Map<String, Object>, Object> model) {}

  private final Random random;
  private final RandomValues values;
  final Map<String, String> names = new LinkedHashMap<>();
  final Map<String, Value> placeholders = new LinkedHashMap<>();

  NaiveConditions(long seed) {
    this.random = new Random(seed);
    this.values = new RandomValues(seed);
  }

  /** Some item over the few attributes that conditions ask for. */
  Map<String, Value> item() {
    Map<String, Value> item = new LinkedHashMap<>();
    for (String name : List.of("aa", "bb", "cc", "dd")) {
      if (random.nextInt(4) > 0) {
        item.put(name, value());
      }
    }
    return item;
  }

  private Value value() {
    return switch (random.nextInt(6)) {
      case 0 -> Value.N.of(random.nextInt(3) - 1);
      case 1 -> new Value.S("ab".substring(0, random.nextInt(3)));
      case 2 -> Items.value(Map.of("aa", random.nextInt(2), "bb", "a"));
      case 3 ->
          new Value.L(List.of(new Value.S("a"), Value.N.of(random.nextInt(2)), Value.BOOL.TRUE));
      case 4 -> random.nextBoolean() ? Items.set("a", "b") : Items.numbers(0, 1);
      default -> values.value(1);
    };
  }

  /** Some condition that is nested at most that deep. */
  Made condition(int depth) {
    if (depth > 0) {
      switch (random.nextInt(6)) {
        case 0 -> {
          Made left = condition(depth - 1);
          Made right = condition(depth - 1);
          return new Made("(" + left.text + ") AND " + operand(right), left.model.and(right.model));
        }
        case 1 -> {
          Made left = condition(depth - 1);
          Made right = condition(depth - 1);
          return new Made(operand(left) + " oR " + operand(right), left.model.or(right.model));
        }
        case 2 -> {
          Made inner = condition(depth - 1);
          return new Made("NOT " + operand(inner), inner.model.negate());
        }
        case 3 -> {
          // Without parentheses: NOT binds more than AND, and AND more than OR.
          Made a = leaf();
          Made b = leaf();
          Made c = leaf();
          return new Made(
              a.text + " OR NOT " + b.text + " AND " + c.text,
              a.model.or(b.model.negate().and(c.model)));
        }
        default -> {
          // a leaf
        }
      }
    }
    return leaf();
  }

  private static String operand(Made made) {
    return "(" + made.text + ")";
  }

  private Made leaf() {
    Term a = term();
    Term b = other(a);
    return switch (random.nextInt(9)) {
      case 0 -> new Made(a.text + " = " + b.text, item -> equal(a, b, item));
      case 1 -> new Made(a.text + "<>" + b.text, item -> !equal(a, b, item));
      case 2 -> ordered(a, " < ", b, order -> order < 0);
      case 3 -> ordered(a, ">=", b, order -> order >= 0);
      case 4 -> {
        Term path = path();
        yield new Made("attribute_exists(" + path.text + ")", i -> path.model.apply(i) != null);
      }
      case 5 -> {
        Term path = path();
        yield new Made(
            "attribute_not_exists ( " + path.text + " )", i -> path.model.apply(i) == null);
      }
      case 6 ->
          new Made(
              "contains(" + a.text + ", " + b.text + ")",
              item -> Plain.contains(a.model.apply(item), b.model.apply(item)));
      case 7 -> {
        Term path = path();
        Term prefix = literal(new Value.S(random.nextBoolean() ? "a" : ""));
        yield new Made(
            "begins_with(" + path.text + "," + prefix.text + ")",
            item ->
                path.model.apply(item) instanceof String text
                    && text.startsWith((String) prefix.model.apply(item)));
      }
      default -> {
        Term path = path();
        Term one = literal(scalar());
        Term two = literal(scalar());
        yield new Made(
            path.text + " IN (" + one.text + ", " + two.text + ")",
            item -> equal(path, one, item) || equal(path, two, item));
      }
    };
  }

  private Made ordered(Term a, String operator, Term b, Predicate<Integer> holds) {
    // Literals that have no order are refused, and so is a path compared with itself.
    Term left = a.text.startsWith(":") ? path() : a;
    Term right =
        b.text.startsWith(":") || resolved(left).equals(resolved(b)) ? literal(scalar()) : b;
    return new Made(
        left.text + operator + right.text,
        item -> {
          Integer order = Plain.order(left.model.apply(item), right.model.apply(item));
          return order != null && holds.test(order);
        });
  }

  private Term term() {
    return switch (random.nextInt(4)) {
      case 0 -> literal(random.nextBoolean() ? scalar() : value());
      case 1 -> {
        Term path = path();
        yield new Term("size(" + path.text + ")", item -> Plain.size(path.model.apply(item)));
      }
      default -> path();
    };
  }

  /** A term that is not the same path: AWS refuses those. */
  private Term other(Term not) {
    Term term = term();
    return resolved(term).equals(resolved(not)) ? literal(scalar()) : term;
  }

  private String resolved(Term term) {
    String text = term.text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    return text;
  }

  private Value scalar() {
    return switch (random.nextInt(3)) {
      case 0 -> new Value.S("ab".substring(0, random.nextInt(3)));
      case 1 -> Value.N.of(random.nextInt(4) - 1);
      default -> new Value.B(Bytes.utf8("a"));
    };
  }

  private Term literal(Value value) {
    String name = ":v" + placeholders.size();
    placeholders.put(name, value);
    Object plain = Plain.of(value);
    return new Term(name, item -> plain);
  }

  private Term path() {
    String name = List.of("aa", "bb", "cc", "dd").get(random.nextInt(4));
    StringBuilder text = new StringBuilder(name);
    if (random.nextBoolean()) {
      text = new StringBuilder("#" + name);
      names.put("#" + name, name);
    }
    List<Object> steps = new ArrayList<>();
    for (int left = random.nextInt(5) - 2; left > 0; left--) {
      if (random.nextBoolean()) {
        int index = random.nextInt(4);
        text.append('[').append(index).append(']');
        steps.add(index);
      } else {
        text.append(".aa");
        steps.add("aa");
      }
    }
    return new Term(
        text.toString(),
        item -> {
          Object found = item.get(name);
          for (Object step : steps) {
            found =
                step instanceof Integer index
                    ? found instanceof List<?> list && index < list.size() ? list.get(index) : null
                    : found instanceof Map<?, ?> map ? map.get(step) : null;
          }
          return found;
        });
  }

  private static boolean equal(Term a, Term b, Map<String, Object> item) {
    Object left = a.model.apply(item);
    return left != null && left.equals(b.model.apply(item));
  }
}
