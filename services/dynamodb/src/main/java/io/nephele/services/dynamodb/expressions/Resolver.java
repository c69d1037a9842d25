package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Operand.Literal;
import io.nephele.services.dynamodb.expressions.Syntax.Arithmetic;
import io.nephele.services.dynamodb.expressions.Syntax.Call;
import io.nephele.services.dynamodb.expressions.Syntax.Path;
import io.nephele.services.dynamodb.expressions.Syntax.Placeholder;
import io.nephele.services.dynamodb.expressions.Syntax.Term;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts the request's names and values in place of placeholders, and refuses reserved words. */
final class Resolver {
  private final ExpressionKind kind;
  private final ExpressionContext context;
  private final Set<String> attributes = new HashSet<>();
  private final Set<String> nestedAttributes = new HashSet<>();

  Resolver(ExpressionKind kind, ExpressionContext context) {
    this.kind = kind;
    this.context = context;
  }

  Set<String> attributes() {
    return attributes;
  }

  Set<String> nestedAttributes() {
    return nestedAttributes;
  }

  /** The path with the attributes' own names. */
  DocumentPath path(Path path) {
    List<Object> steps = new ArrayList<>(path.steps().size());
    for (Object step : path.steps()) {
      boolean placeholder = step instanceof String name && name.charAt(0) == '#';
      steps.add(placeholder ? context.name(kind, (String) step) : step);
    }
    DocumentPath resolved = new DocumentPath(steps);
    attributes.add(resolved.attribute());
    if (resolved.isNested()) {
      nestedAttributes.add(resolved.attribute());
    }
    return resolved;
  }

  /** The value of a placeholder. */
  Literal value(Placeholder placeholder) {
    return new Literal(context.value(kind, placeholder.name()));
  }

  /** Refuses placeholders of a term that stand for nothing. */
  void requireDefined(Term term) {
    switch (term) {
      case Path path -> path(path);
      case Placeholder placeholder -> value(placeholder);
      case Call call -> call.arguments().forEach(this::requireDefined);
      case Arithmetic arithmetic -> {
        requireDefined(arithmetic.left());
        requireDefined(arithmetic.right());
      }
    }
  }

  /** Refuses reserved words among the names that a path has without a placeholder. */
  static void requireNotReserved(ExpressionKind kind, Path path) {
    for (Object step : path.steps()) {
      if (step instanceof String name && name.charAt(0) != '#' && ReservedWords.contains(name)) {
        throw kind.error("Attribute name is a reserved keyword; reserved keyword: " + name);
      }
    }
  }

  /** The same for all paths of a term. */
  static void requireNotReserved(ExpressionKind kind, Term term) {
    switch (term) {
      case Path path -> requireNotReserved(kind, path);
      case Placeholder placeholder -> {
        // a value
      }
      case Call call -> {
        for (Term argument : call.arguments()) {
          requireNotReserved(kind, argument);
        }
      }
      case Arithmetic arithmetic -> {
        requireNotReserved(kind, arithmetic.left());
        requireNotReserved(kind, arithmetic.right());
      }
    }
  }
}
