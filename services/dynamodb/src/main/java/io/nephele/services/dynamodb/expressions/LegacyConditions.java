package io.nephele.services.dynamodb.expressions;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.api.dynamodb.ExpectedAttributeValue;
import io.nephele.services.dynamodb.expressions.Operand.Literal;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Validation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Conditions from before expressions: {@code Expected}, {@code QueryFilter}, {@code ScanFilter} and
 * {@code KeyConditions}. Enumerations are to be checked before.
 */
public final class LegacyConditions {
  private LegacyConditions() {}

  /**
   * The condition of {@code Expected}.
   *
   * @param operator {@code AND}, {@code OR} or null
   * @return null if nothing is expected
   * @throws io.nephele.model.AwsException in AWS's words if a condition is none
   */
  public static Condition expected(Map<String, ExpectedAttributeValue> expected, String operator) {
    requireOperator(expected, operator);
    if (expected == null || expected.isEmpty()) {
      return null;
    }
    expected.forEach(LegacyConditions::requireForm);
    List<ItemTest> tests = new ArrayList<>(expected.size());
    for (Map.Entry<String, ExpectedAttributeValue> entry : expected.entrySet()) {
      tests.add(test(entry.getKey(), entry.getValue()));
    }
    return join(tests, expected.keySet(), operator);
  }

  private static void requireForm(String attribute, ExpectedAttributeValue expected) {
    String comparator = expected.comparisonOperator();
    AttributeValue value = expected.value();
    Boolean exists = expected.exists();
    List<AttributeValue> list = expected.attributeValueList();
    String wrong = null;
    if (comparator == null) {
      if (list != null) {
        wrong = "AttributeValueList can only be used with a ComparisonOperator";
      } else if (Boolean.FALSE.equals(exists)) {
        wrong = value == null ? null : "Value cannot be used when Exists is false";
      } else if (value == null) {
        wrong = "Value must be provided when Exists is " + exists;
      }
    } else if (exists != null) {
      wrong = "Exists and ComparisonOperator cannot be used together";
    } else if (value != null && list != null) {
      wrong = "Value and AttributeValueList cannot be used together";
    } else if (value == null
        && list == null
        && !comparator.equals("NULL")
        && !comparator.equals("NOT_NULL")) {
      wrong = "Value or AttributeValueList must be used with ComparisonOperator: " + comparator;
    }
    if (wrong != null) {
      throw Validation.parameters(wrong + " for Attribute: " + attribute);
    }
  }

  private static ItemTest test(String attribute, ExpectedAttributeValue expected) {
    AttributeValue value = expected.value();
    if (expected.comparisonOperator() != null) {
      List<AttributeValue> list = value == null ? expected.attributeValueList() : List.of(value);
      return LegacyComparison.of(expected.comparisonOperator(), list).test(attribute);
    }
    DocumentPath path = DocumentPath.of(attribute);
    return value == null
        ? new ItemTest.NotExists(path)
        : new ItemTest.Comparison(
            ItemTest.Comparator.EQ, path, new Literal(AttributeValues.read(value)));
  }

  /**
   * The condition of {@code QueryFilter} or {@code ScanFilter}.
   *
   * @param operator {@code AND}, {@code OR} or null
   * @return null if there is nothing to filter by
   * @throws io.nephele.model.AwsException in AWS's words if a condition is none
   */
  public static Condition filter(
      Map<String, io.nephele.api.dynamodb.Condition> filter, String operator) {
    requireOperator(filter, operator);
    if (filter == null || filter.isEmpty()) {
      return null;
    }
    List<ItemTest> tests = new ArrayList<>(filter.size());
    for (Map.Entry<String, io.nephele.api.dynamodb.Condition> entry : filter.entrySet()) {
      tests.add(comparison(entry.getValue()).test(entry.getKey()));
    }
    return join(tests, filter.keySet(), operator);
  }

  /**
   * The key condition of {@code KeyConditions}.
   *
   * @throws io.nephele.model.AwsException in AWS's words if a condition is none
   */
  public static KeyCondition keys(Map<String, io.nephele.api.dynamodb.Condition> conditions) {
    Map<String, KeyCondition.Clause> clauses = new LinkedHashMap<>();
    for (Map.Entry<String, io.nephele.api.dynamodb.Condition> entry : conditions.entrySet()) {
      clauses.put(entry.getKey(), comparison(entry.getValue()).clause());
    }
    return new KeyCondition(clauses);
  }

  private static LegacyComparison comparison(io.nephele.api.dynamodb.Condition condition) {
    return LegacyComparison.of(condition.comparisonOperator(), condition.attributeValueList());
  }

  private static void requireOperator(Map<String, ?> conditions, String operator) {
    if (operator == null) {
      return;
    }
    if (conditions == null) {
      throw Validation.error("ConditionalOperator cannot be used without Filter or Expected");
    }
    if (conditions.size() < 2) {
      throw Validation.error(
          "ConditionalOperator can only be used when Filter or Expected has two or more elements");
    }
  }

  private static Condition join(List<ItemTest> tests, Set<String> attributes, String operator) {
    ItemTest all = "OR".equals(operator) ? new ItemTest.Any(tests) : new ItemTest.All(tests);
    return new Condition(all, attributes, Set.of());
  }
}
