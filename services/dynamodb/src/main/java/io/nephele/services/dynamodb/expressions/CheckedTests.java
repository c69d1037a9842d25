package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Operand.Literal;
import io.nephele.services.dynamodb.expressions.Operand.Size;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.B;
import io.nephele.services.dynamodb.values.Value.N;
import io.nephele.services.dynamodb.values.Value.S;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Makes tests out of operands that can stand in them, and refuses others in AWS's words. Safe for
 * threads.
 */
public final class CheckedTests {
  private static final int MAX_CANDIDATES = 100;
  private static final String NO_STATIC_TYPE = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}";
  private static final String TYPES = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}";

  private final ExpressionKind kind;

  /**
   * Makes tests for that kind of expression.
   *
   * @param kind what errors begin with; null for nothing, as in statements
   */
  public CheckedTests(ExpressionKind kind) {
    this.kind = kind;
  }

  private RuntimeException error(String reason) {
    return kind == null ? Validation.error(reason) : kind.error(reason);
  }

  /**
   * A comparison.
   *
   * @param operator for example {@code <=}
   */
  public ItemTest comparison(String operator, Operand left, Operand right) {
    List<Operand> operands = List.of(left, right);
    requireDistinct(operator, operands);
    ItemTest.Comparator comparator = ItemTest.Comparator.of(operator);
    if (comparator != ItemTest.Comparator.EQ && comparator != ItemTest.Comparator.NE) {
      requireOrdered(operator, operands);
    }
    return new ItemTest.Comparison(comparator, left, right);
  }

  /** Whether a value lies between two others. */
  public ItemTest between(Operand value, Operand low, Operand high) {
    List<Operand> operands = List.of(value, low, high);
    requireDistinct("BETWEEN", operands);
    requireOrdered("BETWEEN", operands);
    requireBounds(low, high);
    return new ItemTest.Between(value, low, high);
  }

  /** Whether a value equals one of others. */
  public ItemTest in(Operand value, List<Operand> candidates) {
    if (candidates.size() > MAX_CANDIDATES) {
      throw error(
          "The IN operator is provided with too many operands; number of operands: "
              + candidates.size());
    }
    List<Operand> operands = new ArrayList<>(candidates.size() + 1);
    operands.add(value);
    operands.addAll(candidates);
    requireDistinct("IN", operands);
    return new ItemTest.In(value, candidates);
  }

  /** A function that is true or false, one of those that there are. */
  public ItemTest call(String name, List<Operand> operands) {
    requireCount(name, ConditionFunctions.operands(name), operands.size());
    requireDistinct(name, operands);
    Operand first = operands.getFirst();
    return switch (name) {
      case "attribute_exists" -> new ItemTest.Exists(requirePath(name, first));
      case "attribute_not_exists" -> new ItemTest.NotExists(requirePath(name, first));
      case "attribute_type" -> new ItemTest.HasType(first, typeName(name, operands.get(1)));
      case "begins_with" -> {
        for (Operand operand : operands) {
          Value.Kind type = type(operand);
          if (type != null && type != Value.Kind.S && type != Value.Kind.B) {
            throw wrongType(name, type);
          }
        }
        yield new ItemTest.BeginsWith(first, operands.get(1));
      }
      case "contains" -> new ItemTest.Contains(first, operands.get(1));
      default -> throw new IllegalStateException(name + " is no condition");
    };
  }

  /** The size of a value. */
  public Operand size(List<Operand> operands) {
    requireCount("size", 1, operands.size());
    Value.Kind type = type(operands.getFirst());
    if (type == Value.Kind.N || type == Value.Kind.BOOL || type == Value.Kind.NULL) {
      throw wrongType("size", type);
    }
    return new Size(operands.getFirst());
  }

  private void requireCount(String name, int wanted, int found) {
    if (wanted != found) {
      throw error(
          "Incorrect number of operands for operator or function; operator or function: "
              + name
              + ", number of operands: "
              + found);
    }
  }

  private void requireDistinct(String operator, List<Operand> operands) {
    if (operands.getFirst() instanceof DocumentPath first) {
      for (int i = 1; i < operands.size(); i++) {
        if (first.equals(operands.get(i))) {
          throw error(
              "The first operand must be distinct from the remaining operands for this operator or"
                  + " function; operator: "
                  + operator
                  + ", first operand: "
                  + first);
        }
      }
    }
  }

  private DocumentPath requirePath(String function, Operand operand) {
    if (operand instanceof DocumentPath path) {
      return path;
    }
    throw error("Operator or function requires a document path; operator or function: " + function);
  }

  private Value.Kind typeName(String function, Operand operand) {
    if (!(operand instanceof Literal literal)) {
      throw operandType(function, NO_STATIC_TYPE);
    }
    if (!(literal.value() instanceof S name)) {
      throw wrongType(function, literal.value().kind());
    }
    Value.Kind type = Value.Kind.of(name.value());
    if (type == null) {
      throw error(
          "Invalid attribute type name found; type: " + name.value() + ", valid types: " + TYPES);
    }
    return type;
  }

  private void requireOrdered(String operator, List<Operand> operands) {
    for (Operand operand : operands) {
      if (operand instanceof Literal literal && !KeyValues.isScalar(literal.value())) {
        throw wrongType(operator, literal.value().kind());
      }
    }
  }

  private void requireBounds(Operand low, Operand high) {
    if (!(low instanceof Literal least) || !(high instanceof Literal most)) {
      return;
    }
    String operands =
        "; lower bound operand: AttributeValue: {"
            + show(least.value())
            + "}, upper bound operand: AttributeValue: {"
            + show(most.value())
            + "}";
    if (least.value().kind() != most.value().kind()) {
      throw error(
          "The BETWEEN operator requires same data type for lower and upper bounds" + operands);
    }
    if (KeyValues.compare(least.value(), most.value()) > 0) {
      throw error(
          "The BETWEEN operator requires upper bound to be greater than or equal to lower bound"
              + operands);
    }
  }

  private static String show(Value value) {
    return switch (value) {
      case S text -> "S:" + text.value();
      case N number -> "N:" + number.text();
      case B bytes -> "B:" + Base64.getEncoder().encodeToString(bytes.value().toArray());
      default -> value.type();
    };
  }

  /** The type that an operand has whatever the item is; null if that depends. */
  private static Value.Kind type(Operand operand) {
    return switch (operand) {
      case Literal literal -> literal.value().kind();
      case Size size -> Value.Kind.N;
      default -> null;
    };
  }

  private RuntimeException wrongType(String function, Value.Kind type) {
    return operandType(function, type.name());
  }

  private RuntimeException operandType(String function, String type) {
    return error(
        "Incorrect operand type for operator or function; operator or function: "
            + function
            + ", operand type: "
            + type);
  }
}
