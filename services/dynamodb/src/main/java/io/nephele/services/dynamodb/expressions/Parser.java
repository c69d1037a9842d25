package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Syntax.Call;
import io.nephele.services.dynamodb.expressions.Syntax.Path;
import io.nephele.services.dynamodb.expressions.Syntax.Placeholder;
import io.nephele.services.dynamodb.expressions.Syntax.Term;
import java.util.ArrayList;
import java.util.List;

/**
 * What the parsers of all expressions share: paths, placeholders and calls, and the limits of how
 * much an expression may say.
 */
class Parser {
  /** How many operators and functions an expression may have. */
  static final int MAX_OPERATORS = 300;

  /** How many steps into lists and maps a path may take. */
  static final int MAX_PATH_DEPTH = 32;

  final ExpressionKind kind;
  final Tokens tokens;
  private int operators;
  private int depth;
  private boolean redundantParentheses;

  Parser(ExpressionKind kind, String text, boolean older) {
    kind.requireSize(text, older);
    this.kind = kind;
    this.tokens = new Tokens(kind, text);
  }

  /** Counts an operator or function. */
  final void operator() {
    operators++;
  }

  /**
   * Enters something that is nested. Whoever nests deeper than operators may be many has too many
   * operators or parentheses without use.
   */
  final void enter() {
    if (++depth > MAX_OPERATORS) {
      if (redundantParentheses) {
        throw kind.error("The expression has redundant parentheses;");
      }
      throw tooManyOperators(MAX_OPERATORS + 1);
    }
  }

  final void leave() {
    depth--;
  }

  final void redundantParentheses() {
    redundantParentheses = true;
  }

  /** Requires the end, and that the expression keeps the limits. */
  final void end() {
    if (tokens.kind() != Tokens.Kind.END) {
      throw tokens.unexpected();
    }
    if (redundantParentheses) {
      throw kind.error("The expression has redundant parentheses;");
    }
    if (operators > MAX_OPERATORS) {
      throw tooManyOperators(operators);
    }
  }

  private RuntimeException tooManyOperators(int count) {
    return kind.error("The expression contains too many operators; operator count: " + count);
  }

  /** A path, placeholder or call: what a value can be but for parentheses. */
  final Term simpleTerm() {
    return switch (tokens.kind()) {
      case VALUE -> new Placeholder(tokens.take());
      case WORD -> {
        requireNoKeyword();
        yield tokens.isFollowedBy("(") ? call() : path();
      }
      case NAME -> path();
      default -> throw tokens.unexpected();
    };
  }

  private Call call() {
    String function = tokens.take();
    operator();
    enter();
    tokens.requireSign("(");
    List<Term> arguments = new ArrayList<>(2);
    do {
      arguments.add(argument());
    } while (tokens.takeSign(","));
    tokens.requireSign(")");
    leave();
    return new Call(function, arguments);
  }

  private Term argument() {
    if (!tokens.takeSign("(")) {
      return simpleTerm();
    }
    enter();
    if (tokens.isSign("(")) {
      redundantParentheses();
    }
    Term term = argument();
    tokens.requireSign(")");
    leave();
    return term;
  }

  /** A document path. */
  final Path path() {
    List<Object> steps = new ArrayList<>(2);
    steps.add(name());
    while (true) {
      if (tokens.takeSign(".")) {
        steps.add(name());
      } else if (tokens.takeSign("[")) {
        if (tokens.kind() != Tokens.Kind.NUMBER) {
          throw tokens.unexpected();
        }
        steps.add(index(tokens.take()));
        tokens.requireSign("]");
      } else {
        break;
      }
    }
    if (steps.size() > MAX_PATH_DEPTH) {
      throw kind.error(
          "The document path has too many nesting levels; nesting levels: " + steps.size());
    }
    return new Path(steps);
  }

  private String name() {
    if (tokens.kind() == Tokens.Kind.WORD) {
      requireNoKeyword();
    } else if (tokens.kind() != Tokens.Kind.NAME) {
      throw tokens.unexpected();
    }
    return tokens.take();
  }

  private Integer index(String digits) {
    int start = 0;
    while (start < digits.length() - 1 && digits.charAt(start) == '0') {
      start++;
    }
    if (digits.length() - start > 9) {
      throw kind.error("List index is not within the allowable range; index: [" + digits + "]");
    }
    return Integer.valueOf(digits.substring(start));
  }

  /** The words of the language itself are no names. */
  private void requireNoKeyword() {
    if (tokens.isWord("AND")
        || tokens.isWord("OR")
        || tokens.isWord("NOT")
        || tokens.isWord("IN")
        || tokens.isWord("BETWEEN")
        || kind == ExpressionKind.UPDATE && isSection()) {
      throw tokens.unexpected();
    }
  }

  /** Whether the next token begins a section of an update. */
  final boolean isSection() {
    return tokens.isWord("SET")
        || tokens.isWord("REMOVE")
        || tokens.isWord("ADD")
        || tokens.isWord("DELETE");
  }
}
