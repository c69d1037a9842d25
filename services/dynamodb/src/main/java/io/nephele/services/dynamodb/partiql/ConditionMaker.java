package io.nephele.services.dynamodb.partiql;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.expressions.CheckedTests;
import io.nephele.services.dynamodb.expressions.ItemTest;
import io.nephele.services.dynamodb.expressions.Operand;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes tests of what stands after WHERE. For one thread. */
final class ConditionMaker {
  private static final CheckedTests TESTS = new CheckedTests(null);

  private final Constants constants;
  private final Set<String> attributes = new LinkedHashSet<>();
  private final Set<String> nestedAttributes = new LinkedHashSet<>();

  ConditionMaker(Constants constants) {
    this.constants = constants;
  }

  /**
   * The tests that all have to hold.
   *
   * @param where null for none
   * @throws AwsException in AWS's words if it is no condition
   */
  Where where(Term where) {
    if (where == null) {
      return new Where(List.of(), Set.of(), Set.of());
    }
    List<ItemTest> tests = new ArrayList<>();
    collect(where, tests);
    return new Where(tests, attributes, nestedAttributes);
  }

  private void collect(Term where, List<ItemTest> tests) {
    if (where instanceof Term.And and) {
      for (Term each : and.conditions()) {
        collect(each, tests);
      }
    } else {
      tests.add(test(where));
    }
  }

  private ItemTest test(Term term) {
    return switch (term) {
      case Term.And and -> new ItemTest.All(tests(and.conditions()));
      case Term.Or or -> new ItemTest.Any(tests(or.conditions()));
      case Term.Not not -> new ItemTest.Not(test(not.condition()));
      case Term.Binary binary -> binary(binary);
      case Term.Between between ->
          TESTS.between(operand(between.value()), operand(between.low()), operand(between.high()));
      case Term.In in -> in(in);
      case Term.Is is -> is(is);
      case Term.Call call -> call(call);
      default ->
          throw Validation.error(
              "WHERE clause must contain an expression that resolves to a boolean");
    };
  }

  private List<ItemTest> tests(List<Term> conditions) {
    List<ItemTest> tests = new ArrayList<>(conditions.size());
    for (Term each : conditions) {
      tests.add(test(each));
    }
    return tests;
  }

  private ItemTest binary(Term.Binary binary) {
    if (!isComparison(binary.operator())) {
      throw unsupported(binary.operator());
    }
    if (binary.left() instanceof Term.Missing || binary.right() instanceof Term.Missing) {
      throw Validation.error("MISSING must be compared using IS operator");
    }
    ItemTest compared = comparedWithTruth(binary.operator(), binary.left(), binary.right());
    if (compared == null) {
      compared = comparedWithTruth(binary.operator(), binary.right(), binary.left());
    }
    return compared != null
        ? compared
        : TESTS.comparison(binary.operator(), operand(binary.left()), operand(binary.right()));
  }

  /** A function that is true or false compared with true or false; null if it is no such thing. */
  private ItemTest comparedWithTruth(String operator, Term condition, Term truth) {
    boolean isTest = condition instanceof Term.Call call && !call.function().equals("size");
    if (!isTest || !(truth instanceof Term.Bool bool)) {
      return null;
    }
    ItemTest test = test(condition);
    return switch (operator) {
      case "=" -> bool.value() ? test : new ItemTest.Not(test);
      case "<>" -> bool.value() ? new ItemTest.Not(test) : test;
      default -> null;
    };
  }

  static boolean isComparison(String operator) {
    return switch (operator) {
      case "=", "<>", "<", "<=", ">", ">=" -> true;
      default -> false;
    };
  }

  private static AwsException unsupported(String operator) {
    return Validation.error("Unsupported operator in Condition Expression. Operator: " + operator);
  }

  private ItemTest in(Term.In in) {
    if (!(in.value() instanceof Term.Path)
        || !(in.candidates() instanceof Term.Items items)
        || items.items().isEmpty()) {
      throw Validation.error(
          "IN operator must have a left hand argument of type Variable Reference and right hand"
              + " argument of type Seq with at least one member");
    }
    Operand value = operand(in.value());
    return TESTS.in(value, operands(items.items()));
  }

  private List<Operand> operands(List<Term> terms) {
    List<Operand> operands = new ArrayList<>(terms.size());
    for (Term each : terms) {
      operands.add(operand(each));
    }
    return operands;
  }

  private ItemTest is(Term.Is is) {
    if (!(is.value() instanceof Term.Path path)) {
      throw Validation.error("A document path is expected left of the IS operator");
    }
    seen(path);
    Value.Kind kind =
        switch (is.type()) {
          case "MISSING" -> null;
          case "NULL" -> Value.Kind.NULL;
          case "BOOLEAN", "BOOL" -> Value.Kind.BOOL;
          case "BLOB" -> Value.Kind.B;
          case "STRING" -> Value.Kind.S;
          case "NUMERIC" -> Value.Kind.N;
          case "STRUCT", "TUPLE" -> Value.Kind.M;
          case "LIST" -> Value.Kind.L;
          default ->
              throw Validation.error(
                  "Unsupported data type for IS operator: "
                      + is.type()
                      + ". Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC,"
                      + " STRUCT, TUPLE, LIST]");
        };
    return kind == null
        ? new ItemTest.NotExists(path.path())
        : new ItemTest.HasType(path.path(), kind);
  }

  private ItemTest call(Term.Call call) {
    return switch (call.function()) {
      case "begins_with",
          "contains",
          "attribute_type",
          "attribute_exists",
          "attribute_not_exists" ->
          call.arguments().isEmpty()
              ? noOperands(call)
              : TESTS.call(call.function(), operands(call.arguments()));
      case "size" ->
          throw Validation.error(
              "WHERE clause must contain an expression that resolves to a boolean");
      default -> throw unrecognized(call);
    };
  }

  private static ItemTest noOperands(Term.Call call) {
    throw Validation.error(
        "Incorrect number of operands for operator or function; operator or function: "
            + call.function()
            + ", number of operands: 0");
  }

  /** There is no such function. */
  static AwsException unrecognized(Term.Call call) {
    return StatementErrors.at("Unrecognized function: " + call.function(), call.at());
  }

  private void seen(Term.Path path) {
    attributes.add(path.path().attribute());
    if (path.path().isNested()) {
      nestedAttributes.add(path.path().attribute());
    }
  }

  private Operand operand(Term term) {
    if (term instanceof Term.Path path) {
      seen(path);
      return path.path();
    }
    if (Constants.isConstant(term)) {
      return new Operand.Literal(constants.value(term));
    }
    return switch (term) {
      case Term.Call call -> {
        if (!call.function().equals("size")) {
          throw isTest(call.function())
              ? Validation.error(
                  "The function is not allowed to be used this way in an expression; function: "
                      + call.function())
              : unrecognized(call);
        }
        yield TESTS.size(operands(call.arguments()));
      }
      case Term.Missing missing ->
          throw Validation.error("MISSING must be compared using IS operator");
      case Term.Binary binary -> throw unsupported(binary.operator());
      default -> throw unsupported(operator(term));
    };
  }

  private static boolean isTest(String function) {
    return switch (function) {
      case "begins_with",
          "contains",
          "attribute_type",
          "attribute_exists",
          "attribute_not_exists" ->
          true;
      default -> false;
    };
  }

  private static String operator(Term term) {
    return switch (term) {
      case Term.And and -> "AND";
      case Term.Or or -> "OR";
      case Term.Not not -> "NOT";
      case Term.Between between -> "BETWEEN";
      case Term.In in -> "IN";
      default -> "IS";
    };
  }
}
