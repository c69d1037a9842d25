package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Syntax.Call;
import io.nephele.services.dynamodb.expressions.Syntax.Path;
import io.nephele.services.dynamodb.expressions.Syntax.Placeholder;
import io.nephele.services.dynamodb.expressions.Syntax.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes tests of conditions, in AWS's order of checks: names of functions, their places, and
 * reserved words in the whole expression; then, from one comparison or call to the next, what its
 * placeholders stand for, how many operands there are, whether they differ, and their types.
 */
final class ConditionCompiler {
  private final CheckedTests tests;
  private final Resolver resolver;

  ConditionCompiler(ExpressionKind kind, ExpressionContext context) {
    this.tests = new CheckedTests(kind);
    this.resolver = new Resolver(kind, context);
  }

  Set<String> attributes() {
    return resolver.attributes();
  }

  Set<String> nestedAttributes() {
    return resolver.nestedAttributes();
  }

  /** A condition whose functions and names can be. */
  static Syntax checked(ExpressionKind kind, Syntax condition) {
    ConditionFunctions functions = new ConditionFunctions(kind);
    functions.requireKnown(condition);
    functions.requirePlaces(condition);
    ConditionFunctions.terms(condition, term -> Resolver.requireNotReserved(kind, term));
    return condition;
  }

  /** The test of a condition that was checked. */
  ItemTest compile(Syntax condition) {
    return test(condition);
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
    return tests.comparison(comparison.operator(), operands.getFirst(), operands.getLast());
  }

  private ItemTest between(Syntax.Between between) {
    List<Operand> operands = operands(List.of(between.value(), between.low(), between.high()));
    return tests.between(operands.get(0), operands.get(1), operands.get(2));
  }

  private ItemTest in(Syntax.In in) {
    List<Term> terms = new ArrayList<>(in.candidates().size() + 1);
    terms.add(in.value());
    terms.addAll(in.candidates());
    List<Operand> operands = operands(terms);
    return tests.in(operands.getFirst(), operands.subList(1, operands.size()));
  }

  private ItemTest call(Call call) {
    return tests.call(call.function(), operands(call.arguments()));
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
      case Call call -> tests.size(operands(call.arguments()));
      case Syntax.Arithmetic arithmetic ->
          throw new IllegalStateException("conditions have no arithmetic");
    };
  }
}
