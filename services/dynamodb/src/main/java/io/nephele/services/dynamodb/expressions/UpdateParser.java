package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Syntax.Arithmetic;
import io.nephele.services.dynamodb.expressions.Syntax.Path;
import io.nephele.services.dynamodb.expressions.Syntax.Placeholder;
import io.nephele.services.dynamodb.expressions.Syntax.Term;
import io.nephele.services.dynamodb.expressions.UpdateSyntax.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses updates: sections of actions. */
final class UpdateParser extends Parser {
  private final List<String> sections = new ArrayList<>(4);
  private final List<Action> actions = new ArrayList<>();

  /** What the parentheses that were closed last stood around. */
  private Term lastClosed;

  UpdateParser(String text) {
    super(ExpressionKind.UPDATE, text, false);
  }

  /** The whole expression. */
  UpdateSyntax parse() {
    while (isSection()) {
      String section = tokens.take().toUpperCase(Locale.ROOT);
      sections.add(section);
      do {
        actions.add(action(section));
      } while (tokens.takeSign(","));
    }
    end();
    if (sections.isEmpty()) {
      throw tokens.unexpected();
    }
    return new UpdateSyntax(sections, actions);
  }

  private Action action(String section) {
    Path path = path();
    return switch (section) {
      case "SET" -> {
        tokens.requireSign("=");
        yield new Action(section, path, newValue());
      }
      case "REMOVE" -> new Action(section, path, null);
      default -> {
        if (tokens.kind() != Tokens.Kind.VALUE) {
          throw tokens.unexpected();
        }
        yield new Action(section, path, new Placeholder(tokens.take()));
      }
    };
  }

  /** An operand, or the sum or difference of two, in parentheses or not. */
  private Term newValue() {
    Term left = inParentheses();
    boolean plus = tokens.isSign("+");
    if (left instanceof Arithmetic || !plus && !tokens.isSign("-")) {
      return left;
    }
    tokens.take();
    operator();
    Term right = inParentheses();
    if (right instanceof Arithmetic) {
      throw tokens.unexpected();
    }
    return new Arithmetic(plus ? "+" : "-", left, right);
  }

  private Term inParentheses() {
    if (!tokens.takeSign("(")) {
      return simpleTerm();
    }
    enter();
    Term inner = newValue();
    if (inner == lastClosed) {
      redundantParentheses();
    }
    tokens.requireSign(")");
    leave();
    lastClosed = inner;
    return inner;
  }
}
