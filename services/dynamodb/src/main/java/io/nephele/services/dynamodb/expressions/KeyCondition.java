package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Operand.Literal;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a query says of keys: for each attribute of the key one comparison with values. It is made
 * without knowing the table; {@link #bind} asks whether it fits a key. Safe for threads.
 */
public final class KeyCondition {
  private static final String IN_CONDITION = "Invalid condition in KeyConditionExpression: ";

  /** How a key's attribute is compared. */
  public enum Operator {
    /** Is equal. */
    EQ,
    /** Is less. */
    LT,
    /** Is less or equal. */
    LE,
    /** Is greater. */
    GT,
    /** Is greater or equal. */
    GE,
    /** Is between two values or equal to one of them. */
    BETWEEN,
    /** Begins with. */
    BEGINS_WITH,
    /** Something that no index can find. */
    NOT_INDEXABLE
  }

  /**
   * A comparison of one attribute.
   *
   * @param values one, or two for BETWEEN
   */
  public record Clause(Operator operator, List<Value> values) {}

  /** An attribute of a key and its type. */
  public record Part(String attribute, Kind type) {}

  /**
   * A key condition that fits a key.
   *
   * @param hash the values of all parts of the partition key
   * @param range the values that the first parts of the sort key equal
   * @param rangeClause what is said of the next part of the sort key; null for nothing
   */
  public record Bound(List<Value> hash, List<Value> range, Clause rangeClause) {}

  private final Map<String, Clause> clauses;

  KeyCondition(Map<String, Clause> clauses) {
    this.clauses = clauses;
  }

  /**
   * The key condition of a condition that was parsed as {@link ExpressionKind#KEY_CONDITION}. AWS
   * does this after it has parsed the request's other expressions.
   *
   * @throws io.nephele.model.AwsException in AWS's words if a condition says what no key condition
   *     can
   */
  public static KeyCondition of(Condition condition) {
    Map<String, Clause> clauses = new LinkedHashMap<>();
    collect(condition.test(), clauses);
    return new KeyCondition(clauses);
  }

  private static void collect(ItemTest test, Map<String, Clause> clauses) {
    switch (test) {
      case ItemTest.And and -> {
        collect(and.left(), clauses);
        collect(and.right(), clauses);
      }
      case ItemTest.Comparison comparison -> {
        if (comparison.comparator() == ItemTest.Comparator.NE) {
          throw invalidOperator("<>");
        }
        boolean turned = comparison.left() instanceof Literal;
        ItemTest.Comparator comparator =
            turned ? comparison.comparator().turned() : comparison.comparator();
        add(
            clauses,
            Operator.valueOf(comparator.name()),
            null,
            List.of(comparison.left(), comparison.right()));
      }
      case ItemTest.Between between ->
          add(
              clauses,
              Operator.BETWEEN,
              "BETWEEN",
              List.of(between.value(), between.low(), between.high()));
      case ItemTest.BeginsWith begins ->
          add(
              clauses,
              Operator.BEGINS_WITH,
              "begins_with",
              List.of(begins.value(), begins.prefix()));
      case ItemTest.Or or -> throw invalidOperator("OR");
      case ItemTest.Not not -> throw invalidOperator("NOT");
      case ItemTest.In in -> throw invalidOperator("IN");
      case ItemTest.Exists exists -> throw invalidOperator("attribute_exists");
      case ItemTest.NotExists exists -> throw invalidOperator("attribute_not_exists");
      case ItemTest.HasType type -> throw invalidOperator("attribute_type");
      case ItemTest.Contains contains -> throw invalidOperator("contains");
      case ItemTest.All all -> all.tests().forEach(each -> collect(each, clauses));
      case ItemTest.Any any -> throw invalidOperator("OR");
    }
  }

  private static void add(
      Map<String, Clause> clauses, Operator operator, String function, List<Operand> operands) {
    String attribute = null;
    List<Value> values = new ArrayList<>(2);
    for (int i = 0; i < operands.size(); i++) {
      switch (operands.get(i)) {
        case Literal literal -> {
          if (i == 0 && function != null) {
            throw Validation.error(
                IN_CONDITION
                    + function
                    + " operator must have the key attribute as its first"
                    + " operand");
          }
          values.add(literal.value());
        }
        case DocumentPath path -> {
          if (attribute != null) {
            throw Validation.error(IN_CONDITION + "Multiple attribute names used in one condition");
          }
          if (path.isNested()) {
            throw ExpressionKind.KEY_CONDITION.error(
                "KeyConditionExpressions cannot have conditions on nested attributes");
          }
          attribute = path.attribute();
        }
        default ->
            throw ExpressionKind.KEY_CONDITION.error(
                "KeyConditionExpressions cannot contain nested operations");
      }
    }
    if (attribute == null) {
      throw Validation.error(IN_CONDITION + "No key attribute specified");
    }
    if (clauses.put(attribute, new Clause(operator, values)) != null) {
      throw ExpressionKind.KEY_CONDITION.error(
          "KeyConditionExpressions must only contain one condition per key");
    }
  }

  private static RuntimeException invalidOperator(String operator) {
    return Validation.error("Invalid operator used in KeyConditionExpression: " + operator);
  }

  /** The comparisons by attributes. */
  public Map<String, Clause> clauses() {
    return clauses;
  }

  /**
   * The condition on that key.
   *
   * @param hash the attributes of the partition key
   * @param range the attributes of the sort key, in their order
   * @throws io.nephele.model.AwsException in AWS's words if it does not fit
   */
  public Bound bind(List<Part> hash, List<Part> range) {
    return new KeyBinding(clauses, hash, range).bind();
  }
}
