package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Syntax.Call;
import io.nephele.services.dynamodb.expressions.Syntax.Term;
import java.util.List;
import java.util.function.Consumer;

/** The functions of conditions: which there are, and where they can stand. */
final class ConditionFunctions {
  private final ExpressionKind kind;

  ConditionFunctions(ExpressionKind kind) {
    this.kind = kind;
  }

  /** How many operands the function takes; -1 if there is none of that name. */
  static int operands(String function) {
    return switch (function) {
      case "attribute_exists", "attribute_not_exists", "size" -> 1;
      case "attribute_type", "begins_with", "contains" -> 2;
      default -> -1;
    };
  }

  /** Whether the function belongs to updates. */
  static boolean isOfUpdates(String function) {
    return function.equals("if_not_exists") || function.equals("list_append");
  }

  /** Refuses functions that there are not, or not in conditions. */
  void requireKnown(Syntax condition) {
    terms(condition, this::requireKnown);
  }

  private void requireKnown(Term term) {
    if (term instanceof Call call) {
      for (Term argument : call.arguments()) {
        requireKnown(argument);
      }
      if (operands(call.function()) < 0) {
        throw kind.error(
            isOfUpdates(call.function())
                ? "The function is not allowed in a condition expression; function: "
                    + call.function()
                : "Invalid function name; function: " + call.function());
      }
    }
  }

  /** Refuses functions that are true or false where a value is wanted, and the other way round. */
  void requirePlaces(Syntax condition) {
    switch (condition) {
      case Syntax.And and -> {
        requirePlaces(and.left());
        requirePlaces(and.right());
      }
      case Syntax.Or or -> {
        requirePlaces(or.left());
        requirePlaces(or.right());
      }
      case Syntax.Not not -> requirePlaces(not.condition());
      case Syntax.Comparison comparison -> {
        requireValue(comparison.left());
        requireValue(comparison.right());
      }
      case Syntax.Between between -> {
        requireValue(between.value());
        requireValue(between.low());
        requireValue(between.high());
      }
      case Syntax.In in -> {
        requireValue(in.value());
        in.candidates().forEach(this::requireValue);
      }
      case Call call -> {
        call.arguments().forEach(this::requireValue);
        if (call.function().equals("size")) {
          throw misused(call);
        }
      }
      case Term term -> {
        // has no function
      }
    }
  }

  private void requireValue(Term term) {
    if (term instanceof Call call) {
      call.arguments().forEach(this::requireValue);
      if (!call.function().equals("size")) {
        throw misused(call);
      }
    }
  }

  private RuntimeException misused(Call call) {
    return kind.error(
        "The function is not allowed to be used this way in an expression; function: "
            + call.function());
  }

  /** Visits the operands of all comparisons and the calls, from left to right. */
  static void terms(Syntax condition, Consumer<Term> visitor) {
    switch (condition) {
      case Syntax.And and -> {
        terms(and.left(), visitor);
        terms(and.right(), visitor);
      }
      case Syntax.Or or -> {
        terms(or.left(), visitor);
        terms(or.right(), visitor);
      }
      case Syntax.Not not -> terms(not.condition(), visitor);
      case Syntax.Comparison comparison ->
          List.of(comparison.left(), comparison.right()).forEach(visitor);
      case Syntax.Between between ->
          List.of(between.value(), between.low(), between.high()).forEach(visitor);
      case Syntax.In in -> {
        visitor.accept(in.value());
        in.candidates().forEach(visitor);
      }
      case Term term -> visitor.accept(term);
    }
  }
}
