package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Operand.Literal;
import io.nephele.services.dynamodb.expressions.Operand.Size;
import io.nephele.services.dynamodb.expressions.Syntax.Call;
import io.nephele.services.dynamodb.expressions.Syntax.Path;
import io.nephele.services.dynamodb.expressions.Syntax.Placeholder;
import io.nephele.services.dynamodb.expressions.Syntax.Term;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.B;
import io.nephele.services.dynamodb.values.Value.N;
import io.nephele.services.dynamodb.values.Value.S;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Makes tests of conditions, in AWS's order of checks: names of functions, their places, and
 * reserved words in the whole expression; then, from one comparison or call to the next, what its
 * placeholders stand for, how many operands there are, whether they differ, and their types.
 */
final class ConditionCompiler {
  private static final int MAX_CANDIDATES = 100;
  private static final String NO_STATIC_TYPE = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}";
  private static final String TYPES = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}";

  private final ExpressionKind kind;
  private final Resolver resolver;

  ConditionCompiler(ExpressionKind kind, ExpressionContext context) {
    this.kind = kind;
    this.resolver = new Resolver(kind, context);
  }

  Set<String> attributes() {
    return resolver.attributes();
  }

  Set<String> nestedAttributes() {
    return resolver.nestedAttributes();
  }

  ItemTest compile(Syntax condition) {
    ConditionFunctions functions = new ConditionFunctions(kind);
    functions.requireKnown(condition);
    functions.requirePlaces(condition);
    requireNotReserved(condition);
    return test(condition);
  }

  private void requireNotReserved(Syntax syntax) {
    ConditionFunctions.terms(syntax, resolver::requireNotReserved);
  }

  private ItemTest test(Syntax condition) {
    return switch (condition) {
      case Syntax.And and -> {
        ItemTest left = test(and.left());
        yield new ItemTest.And(left, test(and.right()));
      }
      case Syntax.Or or -> {
        ItemTest left = test(or.left());
        yield new ItemTest.Or(left, test(or.right()));
      }
      case Syntax.Not not -> new ItemTest.Not(test(not.condition()));
      case Syntax.Comparison comparison -> comparison(comparison);
      case Syntax.Between between -> between(between);
      case Syntax.In in -> in(in);
      case Call call -> call(call);
      case Term term -> throw new IllegalStateException(term + " is no condition");
    };
  }

  private ItemTest comparison(Syntax.Comparison comparison) {
    List<Operand> operands = operands(List.of(comparison.left(), comparison.right()));
    requireDistinct(comparison.operator(), operands);
    ItemTest.Comparator comparator = ItemTest.Comparator.of(comparison.operator());
    if (comparator != ItemTest.Comparator.EQ && comparator != ItemTest.Comparator.NE) {
      requireOrdered(comparison.operator(), operands);
    }
    return new ItemTest.Comparison(comparator, operands.getFirst(), operands.getLast());
  }

  private ItemTest between(Syntax.Between between) {
    List<Operand> operands = operands(List.of(between.value(), between.low(), between.high()));
    requireDistinct("BETWEEN", operands);
    requireOrdered("BETWEEN", operands);
    requireBounds(operands.get(1), operands.get(2));
    return new ItemTest.Between(operands.get(0), operands.get(1), operands.get(2));
  }

  private ItemTest in(Syntax.In in) {
    List<Term> terms = new ArrayList<>(in.candidates().size() + 1);
    terms.add(in.value());
    terms.addAll(in.candidates());
    List<Operand> operands = operands(terms);
    if (in.candidates().size() > MAX_CANDIDATES) {
      throw kind.error(
          "The IN operator is provided with too many operands; number of operands: "
              + in.candidates().size());
    }
    requireDistinct("IN", operands);
    return new ItemTest.In(operands.getFirst(), operands.subList(1, operands.size()));
  }

  private ItemTest call(Call call) {
    List<Operand> operands = operands(call.arguments());
    String name = call.function();
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

  /** Resolves all terms before any check of the operator or function that they belong to. */
  private List<Operand> operands(List<Term> terms) {
    for (Term term : terms) {
      if (term instanceof Call) {
        terms.forEach(resolver::requireDefined);
        break;
      }
    }
    List<Operand> operands = new ArrayList<>(terms.size());
    for (Term term : terms) {
      operands.add(operand(term));
    }
    return operands;
  }

  private Operand operand(Term term) {
    return switch (term) {
      case Path path -> resolver.path(path);
      case Placeholder placeholder -> resolver.value(placeholder);
      case Call call -> size(call);
      case Syntax.Arithmetic arithmetic ->
          throw new IllegalStateException("conditions have no arithmetic");
    };
  }

  private Operand size(Call call) {
    List<Operand> operands = operands(call.arguments());
    requireCount("size", 1, operands.size());
    Value.Kind type = type(operands.getFirst());
    if (type == Value.Kind.N || type == Value.Kind.BOOL || type == Value.Kind.NULL) {
      throw wrongType("size", type);
    }
    return new Size(operands.getFirst());
  }

  private void requireCount(String name, int wanted, int found) {
    if (wanted != found) {
      throw kind.error(
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
          throw kind.error(
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
    throw kind.error(
        "Operator or function requires a document path; operator or function: " + function);
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
      throw kind.error(
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
      throw kind.error(
          "The BETWEEN operator requires same data type for lower and upper bounds" + operands);
    }
    if (KeyValues.compare(least.value(), most.value()) > 0) {
      throw kind.error(
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
    return kind.error(
        "Incorrect operand type for operator or function; operator or function: "
            + function
            + ", operand type: "
            + type);
  }
}
