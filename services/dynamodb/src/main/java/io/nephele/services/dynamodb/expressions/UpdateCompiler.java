package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Operand.Literal;
import io.nephele.services.dynamodb.expressions.Syntax.Arithmetic;
import io.nephele.services.dynamodb.expressions.Syntax.Call;
import io.nephele.services.dynamodb.expressions.Syntax.Path;
import io.nephele.services.dynamodb.expressions.Syntax.Placeholder;
import io.nephele.services.dynamodb.expressions.Syntax.Term;
import io.nephele.services.dynamodb.expressions.UpdateSyntax.Action;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueSets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes updates of what their expressions say, in AWS's order of checks: reserved words, functions,
 * sections, placeholders, paths against each other, what is added and deleted, operands.
 */
final class UpdateCompiler {
  private static final ExpressionKind KIND = ExpressionKind.UPDATE;

  private final ExpressionContext context;
  private final Resolver resolver;

  UpdateCompiler(ExpressionContext context) {
    this.context = context;
    this.resolver = new Resolver(KIND, context);
  }

  /** An update whose names, functions and sections can be. */
  static UpdateSyntax checked(UpdateSyntax update) {
    for (Action action : update.actions()) {
      Resolver.requireNotReserved(KIND, action.path());
      if (action.value() != null) {
        Resolver.requireNotReserved(KIND, action.value());
      }
    }
    for (Action action : update.actions()) {
      if (action.value() != null) {
        requireKnown(action.value());
      }
    }
    requireSectionsOnce(update.sections());
    return update;
  }

  /** The update that was checked, with the request's names and values. */
  Update compile(UpdateSyntax update) {
    List<Action> actions = update.actions();
    requireDefined(actions);
    List<DocumentPath> paths = new ArrayList<>(actions.size());
    for (Action action : actions) {
      paths.add(resolver.path(action.path()));
    }
    Paths.requireApart(KIND, paths);
    for (Action action : actions) {
      requireElements(action);
    }
    List<UpdateAction> compiled = new ArrayList<>(actions.size());
    for (Action action : actions) {
      compiled.add(action(action));
    }
    return new Update(paths, compiled, resolver.nestedAttributes());
  }

  private static void requireKnown(Term term) {
    switch (term) {
      case Call call -> {
        call.arguments().forEach(UpdateCompiler::requireKnown);
        if (!ConditionFunctions.isOfUpdates(call.function())) {
          throw KIND.error(
              ConditionFunctions.operands(call.function()) < 0
                  ? "Invalid function name; function: " + call.function()
                  : "The function is not allowed in an update expression; function: "
                      + call.function());
        }
      }
      case Arithmetic arithmetic -> {
        requireKnown(arithmetic.left());
        requireKnown(arithmetic.right());
      }
      default -> {
        // has no functions
      }
    }
  }

  private static void requireSectionsOnce(List<String> sections) {
    Set<String> seen = new HashSet<>();
    for (String section : sections) {
      if (!seen.add(section)) {
        throw KIND.error(
            "The \"" + section + "\" section can only be used once in an update expression;");
      }
    }
  }

  /** Names of the whole expression first, then values. */
  private void requireDefined(List<Action> actions) {
    for (Action action : actions) {
      resolver.path(action.path());
      if (action.value() != null) {
        resolveNames(action.value());
      }
    }
    for (Action action : actions) {
      if (action.value() != null) {
        resolveValues(action.value());
      }
    }
  }

  private void resolveNames(Term term) {
    switch (term) {
      case Path path -> resolver.path(path);
      case Call call -> call.arguments().forEach(this::resolveNames);
      case Arithmetic arithmetic -> {
        resolveNames(arithmetic.left());
        resolveNames(arithmetic.right());
      }
      case Placeholder placeholder -> {
        // a value
      }
    }
  }

  private void resolveValues(Term term) {
    switch (term) {
      case Placeholder placeholder -> context.value(KIND, placeholder.name());
      case Call call -> call.arguments().forEach(this::resolveValues);
      case Arithmetic arithmetic -> {
        resolveValues(arithmetic.left());
        resolveValues(arithmetic.right());
      }
      case Path path -> {
        // a name
      }
    }
  }

  /** Only numbers and sets can be added, only sets deleted. */
  private void requireElements(Action action) {
    if (action.value() instanceof Placeholder placeholder && !action.section().equals("SET")) {
      Value value = resolver.value(placeholder).value();
      boolean number = action.section().equals("ADD") && value instanceof Value.N;
      if (!number && !ValueSets.isSet(value)) {
        throw KIND.error(
            "Incorrect operand type for operator or function; operator: "
                + action.section()
                + ", operand type: "
                + longName(value.kind()));
      }
    }
  }

  private static String longName(Value.Kind type) {
    return switch (type) {
      case S -> "STRING";
      case N -> "NUMBER";
      case B -> "BINARY";
      case BOOL -> "BOOLEAN";
      case NULL -> "NULL";
      case M -> "MAP";
      case L -> "LIST";
      default -> type.name();
    };
  }

  private UpdateAction action(Action action) {
    return switch (action.section()) {
      case "SET" -> new UpdateAction.Set(operand(action.value()));
      case "REMOVE" -> new UpdateAction.Remove();
      case "ADD" ->
          new UpdateAction.Add(resolver.value((Placeholder) action.value()).value(), false);
      default ->
          new UpdateAction.Delete(resolver.value((Placeholder) action.value()).value(), false);
    };
  }

  private Operand operand(Term term) {
    return switch (term) {
      case Path path -> resolver.path(path);
      case Placeholder placeholder -> resolver.value(placeholder);
      case Call call -> call(call);
      case Arithmetic arithmetic -> {
        Operand left = operand(arithmetic.left());
        Operand right = operand(arithmetic.right());
        requireType(arithmetic.operator(), left, Value.Kind.N);
        requireType(arithmetic.operator(), right, Value.Kind.N);
        yield new Operand.Arithmetic(arithmetic.operator().equals("+"), left, right);
      }
    };
  }

  private Operand call(Call call) {
    List<Operand> operands = new ArrayList<>(2);
    for (Term argument : call.arguments()) {
      operands.add(operand(argument));
    }
    if (operands.size() != 2) {
      throw KIND.error(
          "Incorrect number of operands for operator or function; operator or function: "
              + call.function()
              + ", number of operands: "
              + operands.size());
    }
    Operand first = operands.getFirst();
    Operand second = operands.getLast();
    if (call.function().equals("list_append")) {
      requireType("list_append", first, Value.Kind.L);
      requireType("list_append", second, Value.Kind.L);
      return new Operand.ListAppend(first, second);
    }
    if (first instanceof DocumentPath path) {
      return new Operand.IfNotExists(path, second);
    }
    throw KIND.error(
        "Operator or function requires a document path; operator or function: if_not_exists");
  }

  private static void requireType(String function, Operand operand, Value.Kind wanted) {
    Value.Kind type =
        switch (operand) {
          case Literal literal -> literal.value().kind();
          case Operand.ListAppend append -> Value.Kind.L;
          default -> null;
        };
    if (type != null && type != wanted) {
      throw KIND.error(
          "Incorrect operand type for operator or function; operator or function: "
              + function
              + ", operand type: "
              + type);
    }
  }
}
