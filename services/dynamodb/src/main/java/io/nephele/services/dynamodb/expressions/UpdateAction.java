package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.values.Numbers;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.L;
import io.nephele.services.dynamodb.values.Value.N;
import io.nephele.services.dynamodb.values.ValueSets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an update does at one path. */
public sealed interface UpdateAction {

  /**
   * What is there afterwards.
   *
   * @param current what is there; null if nothing is
   * @param item the whole item as it was
   * @return the new value, or null for none
   */
  Value apply(Value current, Map<String, Value> item);

  /** A new value takes the place of the old one. */
  record Set(Operand value) implements UpdateAction {
    @Override
    public Value apply(Value current, Map<String, Value> item) {
      return UpdateErrors.require(value.in(item));
    }
  }

  /** Nothing is left. */
  record Remove() implements UpdateAction {
    @Override
    public Value apply(Value current, Map<String, Value> item) {
      return null;
    }
  }

  /**
   * A number is added, or elements to a set; before expressions, elements to a list too.
   *
   * @param legacy whether it comes from before expressions, which had other words for errors
   */
  record Add(Value value, boolean legacy) implements UpdateAction {
    @Override
    public Value apply(Value current, Map<String, Value> item) {
      if (current == null) {
        return value;
      }
      if (current.kind() != value.kind()) {
        throw wrongType(legacy);
      }
      if (current instanceof N number) {
        return Numbers.add(number, (N) value);
      }
      if (current instanceof L list) {
        List<Value> values = new ArrayList<>(list.values());
        values.addAll(((L) value).values());
        return new L(values);
      }
      return ValueSets.union(current, value);
    }
  }

  /** Elements are taken out of a set. */
  record Delete(Value value, boolean legacy) implements UpdateAction {
    @Override
    public Value apply(Value current, Map<String, Value> item) {
      if (current == null) {
        return null;
      }
      if (current.kind() != value.kind()) {
        throw wrongType(legacy);
      }
      return ValueSets.difference(current, value);
    }
  }

  private static RuntimeException wrongType(boolean legacy) {
    return legacy
        ? Validation.error("Type mismatch for attribute to update")
        : UpdateErrors.wrongType();
  }
}
