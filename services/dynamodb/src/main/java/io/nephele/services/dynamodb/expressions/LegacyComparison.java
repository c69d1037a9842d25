package io.nephele.services.dynamodb.expressions;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.services.dynamodb.expressions.Operand.Literal;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison from before expressions: a {@code ComparisonOperator} and its values, checked in
 * AWS's words.
 */
record LegacyComparison(String operator, List<Value> values) {

  /** Reads and checks the values of an operator. */
  static LegacyComparison of(String operator, List<AttributeValue> given) {
    List<Value> values = new ArrayList<>();
    if (given != null) {
      for (AttributeValue value : given) {
        values.add(AttributeValues.read(value));
      }
    }
    LegacyComparison comparison = new LegacyComparison(operator, values);
    comparison.check();
    return comparison;
  }

  private void check() {
    if (!hasRightCount()) {
      throw Validation.parameters(
          "Invalid number of argument(s) for the " + operator + " ComparisonOperator");
    }
    for (Value value : values) {
      if (value.kind() != values.getFirst().kind()) {
        throw Validation.parameters(
            "AttributeValues inside AttributeValueList must be of same type");
      }
    }
    for (Value value : values) {
      if (!takes(value.kind())) {
        throw Validation.parameters(
            "ComparisonOperator "
                + operator
                + " is not valid for "
                + value.type()
                + " AttributeValue type");
      }
    }
    if (operator.equals("BETWEEN") && KeyValues.compare(values.get(0), values.get(1)) > 0) {
      throw Validation.error(
          "The BETWEEN condition was provided a range where the lower bound is greater than the"
              + " upper bound");
    }
  }

  private boolean hasRightCount() {
    return switch (operator) {
      case "NULL", "NOT_NULL" -> values.isEmpty();
      case "BETWEEN" -> values.size() == 2;
      case "IN" -> !values.isEmpty();
      default -> values.size() == 1;
    };
  }

  private boolean takes(Kind type) {
    boolean scalar = type == Kind.S || type == Kind.N || type == Kind.B;
    return switch (operator) {
      case "LT", "LE", "GT", "GE", "IN", "BETWEEN" -> scalar;
      case "CONTAINS", "NOT_CONTAINS" -> scalar || type == Kind.BOOL || type == Kind.NULL;
      case "BEGINS_WITH" -> type == Kind.S || type == Kind.B;
      default -> true;
    };
  }

  /** The comparison of an attribute. */
  ItemTest test(String attribute) {
    DocumentPath path = DocumentPath.of(attribute);
    return switch (operator) {
      case "NULL" -> new ItemTest.NotExists(path);
      case "NOT_NULL" -> new ItemTest.Exists(path);
      case "BETWEEN" -> new ItemTest.Between(path, literal(0), literal(1));
      case "IN" -> {
        List<Operand> candidates = new ArrayList<>(values.size());
        for (Value value : values) {
          candidates.add(new Literal(value));
        }
        yield new ItemTest.In(path, candidates);
      }
      case "BEGINS_WITH" -> new ItemTest.BeginsWith(path, literal(0));
      case "CONTAINS" -> new ItemTest.Contains(path, literal(0));
      case "NOT_CONTAINS" ->
          new ItemTest.And(
              new ItemTest.Exists(path), new ItemTest.Not(new ItemTest.Contains(path, literal(0))));
      default -> new ItemTest.Comparison(ItemTest.Comparator.valueOf(operator), path, literal(0));
    };
  }

  private Operand literal(int index) {
    return new Literal(values.get(index));
  }

  /** The comparison of a key's attribute. */
  KeyCondition.Clause clause() {
    KeyCondition.Operator key =
        switch (operator) {
          case "EQ", "LT", "LE", "GT", "GE", "BETWEEN", "BEGINS_WITH" ->
              KeyCondition.Operator.valueOf(operator);
          default -> KeyCondition.Operator.NOT_INDEXABLE;
        };
    return new KeyCondition.Clause(key, values);
  }
}
