package io.nephele.services.dynamodb.partiql;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.expressions.DocumentPath;
import io.nephele.services.dynamodb.expressions.ExpressionKind;
import io.nephele.services.dynamodb.expressions.Operand;
import io.nephele.services.dynamodb.expressions.Paths;
import io.nephele.services.dynamodb.expressions.Update;
import io.nephele.services.dynamodb.expressions.UpdateAction;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueSets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes updates of what stands after SET and REMOVE. For one thread. */
final class UpdateMaker {
  private final Constants constants;
  private final Set<String> nestedAttributes = new HashSet<>();

  UpdateMaker(Constants constants) {
    this.constants = constants;
  }

  /**
   * The update of those changes.
   *
   * @throws AwsException in AWS's words if they make none
   */
  Update update(List<Statement.Change> changes) {
    List<DocumentPath> paths = new ArrayList<>(changes.size());
    List<UpdateAction> actions = new ArrayList<>(changes.size());
    for (Statement.Change change : changes) {
      seen(change.path());
      paths.add(change.path());
      actions.add(
          change.value() == null
              ? new UpdateAction.Remove()
              : action(change.path(), change.value()));
    }
    Paths.requireApart(ExpressionKind.UPDATE, paths);
    return new Update(paths, actions, nestedAttributes);
  }

  private void seen(DocumentPath path) {
    if (path.isNested()) {
      nestedAttributes.add(path.attribute());
    }
  }

  private UpdateAction action(DocumentPath path, Term value) {
    if (value instanceof Term.Call call
        && (call.function().equals("set_add") || call.function().equals("set_delete"))) {
      return ofSet(path, call);
    }
    return new UpdateAction.Set(operand(value));
  }

  private UpdateAction ofSet(DocumentPath path, Term.Call call) {
    String name = call.function().toUpperCase(Locale.ROOT);
    if (call.arguments().size() != 2) {
      throw StatementErrors.at(name + " must have exactly two arguments", call.at());
    }
    Term first = call.arguments().getFirst();
    if (!(first instanceof Term.Path of) || !of.path().equals(path)) {
      throw StatementErrors.at(
          "The first argument to " + name + " must equal the assignment value", call.at());
    }
    Term second = call.arguments().getLast();
    Value elements = Constants.isConstant(second) ? constants.value(second) : null;
    if (elements == null || !ValueSets.isSet(elements)) {
      throw StatementErrors.at(
          "The second argument to " + name + " must be a value with type SET", first.at());
    }
    return name.equals("SET_ADD")
        ? new UpdateAction.Add(elements, false)
        : new UpdateAction.Delete(elements, false);
  }

  private Operand operand(Term term) {
    if (Constants.isConstant(term)) {
      return new Operand.Literal(constants.value(term));
    }
    return switch (term) {
      case Term.Path path -> {
        seen(path.path());
        yield path.path();
      }
      case Term.Binary binary -> calculation(binary);
      case Term.Call call -> call(call);
      case Term.Is is ->
          throw Validation.error("IS operator is not supported in update expressions");
      case Term.Missing missing ->
          throw StatementErrors.at("Unsupported data type: MISSING under key root", missing.at());
      case Term.And and -> throw unsupported("AND");
      case Term.Or or -> throw unsupported("OR");
      case Term.Not not -> throw unsupported("NOT");
      case Term.In in -> throw unsupported("IN");
      default -> throw unsupported("BETWEEN");
    };
  }

  private static AwsException unsupported(String operator) {
    return Validation.error("Unsupported operator in Update Expression. Operator: " + operator);
  }

  private Operand calculation(Term.Binary binary) {
    boolean plus = binary.operator().equals("+");
    if (!plus && !binary.operator().equals("-")) {
      throw unsupported(binary.operator());
    }
    Operand left = operand(binary.left());
    Operand right = operand(binary.right());
    requireType(binary.operator(), left, Value.Kind.N);
    requireType(binary.operator(), right, Value.Kind.N);
    return new Operand.Arithmetic(plus, left, right);
  }

  private Operand call(Term.Call call) {
    boolean append = call.function().equals("list_append");
    if (!append && !call.function().equals("if_not_exists")) {
      throw ConditionMaker.unrecognized(call);
    }
    if (call.arguments().size() != 2) {
      throw Validation.error(
          "Incorrect number of operands for operator or function; operator or function: "
              + call.function()
              + ", number of operands: "
              + call.arguments().size());
    }
    Operand first = operand(call.arguments().getFirst());
    Operand second = operand(call.arguments().getLast());
    if (append) {
      requireType("list_append", first, Value.Kind.L);
      requireType("list_append", second, Value.Kind.L);
      return new Operand.ListAppend(first, second);
    }
    if (first instanceof DocumentPath path) {
      return new Operand.IfNotExists(path, second);
    }
    throw Validation.error(
        "Operator or function requires a document path; operator or function: if_not_exists");
  }

  private static void requireType(String function, Operand operand, Value.Kind wanted) {
    if (operand instanceof Operand.Literal literal && literal.value().kind() != wanted) {
      throw Validation.error(
          "Incorrect operand type for operator or function; operator or function: "
              + function
              + ", operand type: "
              + literal.value().kind().name());
    }
  }
}
