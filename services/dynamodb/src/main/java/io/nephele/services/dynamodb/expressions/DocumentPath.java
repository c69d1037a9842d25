package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.L;
import io.nephele.services.dynamodb.values.Value.M;
import java.util.List;
import java.util.Map;

/**
 * A place in an item: an attribute, or what lies in it under names of maps and indexes of lists.
 *
 * @param steps names (String) and indexes from 0 (Integer); the first is the attribute's name
 */
public record DocumentPath(List<Object> steps) implements Operand {

  /** The path to an attribute of the item itself. */
  public static DocumentPath of(String attribute) {
    return new DocumentPath(List.of(attribute));
  }

  /** The name of the attribute that the path begins with. */
  public String attribute() {
    return (String) steps.getFirst();
  }

  /** Whether the path leads into an attribute. */
  public boolean isNested() {
    return steps.size() > 1;
  }

  /** What is there, or null. */
  @Override
  public Value in(Map<String, Value> item) {
    Value found = item.get(attribute());
    for (int i = 1; i < steps.size() && found != null; i++) {
      found = step(found, steps.get(i));
    }
    return found;
  }

  private static Value step(Value from, Object step) {
    if (step instanceof Integer index) {
      return from instanceof L list && index < list.values().size()
          ? list.values().get(index)
          : null;
    }
    return from instanceof M map ? map.values().get((String) step) : null;
  }

  /** The path as AWS shows it in errors: {@code [a, [1], b]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (Object step : steps) {
      text.append(text.length() > 1 ? ", " : "");
      if (step instanceof Integer) {
        text.append('[').append(step).append(']');
      } else {
        text.append(step);
      }
    }
    return text.append(']').toString();
  }
}
