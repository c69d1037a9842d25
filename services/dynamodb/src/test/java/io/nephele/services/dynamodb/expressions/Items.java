package io.nephele.services.dynamodb.expressions;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueSets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Items and contexts for tests, written briefly. */
final class Items {
  private Items() {}

  /**
   * A value: a string is a text, an int or long a number, a boolean, null, a Value itself, a List
   * or a Map.
   */
  static Value value(Object plain) {
    return switch (plain) {
      case null -> Value.NULL.VALUE;
      case Value value -> value;
      case String text -> new Value.S(text);
      case Integer number -> Value.N.of(number);
      case Boolean bool -> Value.BOOL.of(bool);
      case List<?> list -> {
        List<Value> values = new ArrayList<>();
        list.forEach(each -> values.add(value(each)));
        yield new Value.L(values);
      }
      case Map<?, ?> map -> {
        Map<String, Value> values = new LinkedHashMap<>();
        map.forEach((name, each) -> values.put((String) name, value(each)));
        yield new Value.M(values);
      }
      default -> throw new IllegalArgumentException(plain.getClass().toString());
    };
  }

  static Value set(String... texts) {
    return ValueSets.texts(List.of(texts));
  }

  static Value numbers(int... numbers) {
    List<Value.N> values = new ArrayList<>();
    for (int number : numbers) {
      values.add(Value.N.of(number));
    }
    return ValueSets.numbers(values);
  }

  /** An item of names and values in turn. */
  static Map<String, Value> item(Object... namesAndValues) {
    Map<String, Value> item = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      item.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
    }
    return item;
  }

  /** A context of placeholders in turn with what they stand for. */
  static ExpressionContext context(Object... placeholders) {
    Map<String, String> names = new LinkedHashMap<>();
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    for (int i = 0; i < placeholders.length; i += 2) {
      String placeholder = (String) placeholders[i];
      if (placeholder.startsWith("#")) {
        names.put(placeholder, (String) placeholders[i + 1]);
      } else {
        values.put(placeholder, AttributeValues.view(value(placeholders[i + 1])));
      }
    }
    return ExpressionContext.of(names.isEmpty() ? null : names, values.isEmpty() ? null : values);
  }
}
