package io.nephele.services.dynamodb.partiql;

import io.nephele.services.dynamodb.expressions.DocumentPath;
import io.nephele.services.dynamodb.partiql.Token.Kind;
import io.nephele.services.dynamodb.values.Validation;
import java.util.ArrayList;
import java.util.List;

/** The words of a statement, to be taken one after the other. For one thread. */
final class Words {
  private static final int MAX_INDEX_DIGITS = 9;

  private final List<Token> tokens;
  private int next;

  Words(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** The next word, which stays. */
  Token peek() {
    return tokens.get(next);
  }

  /** The word after that, which stays too. */
  Token peekSecond() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  /** Takes the next word. */
  Token take() {
    Token token = tokens.get(next);
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  /** Takes the next word if it is that sign. */
  boolean takeSign(String sign) {
    if (peek().isSign(sign)) {
      next++;
      return true;
    }
    return false;
  }

  /** Takes the next word if it is that keyword. */
  boolean takeWord(String word) {
    if (peek().isWord(word)) {
      next++;
      return true;
    }
    return false;
  }

  /** Takes that sign; fails if something else comes. */
  void requireSign(String sign, String name) {
    if (!takeSign(sign)) {
      throw StatementErrors.notWellFormed("Expected " + name);
    }
  }

  /** Takes that keyword; fails if something else comes. */
  void requireWord(String word) {
    if (!takeWord(word)) {
      throw StatementErrors.notWellFormed("Expected keyword " + word);
    }
  }

  /** Whether the next word is a name of something: in quotes, or no keyword. */
  boolean isName() {
    Token token = peek();
    return token.kind() == Kind.QUOTED_NAME
        || token.kind() == Kind.NAME && !Keywords.contains(token.text());
  }

  /** Takes a name, which the caller knows to be there. */
  String name() {
    String name = take().text();
    if (name.isEmpty()) {
      throw Validation.error("Path component cannot be an empty string");
    }
    return name;
  }

  /** Takes a path, which the caller knows to begin here. */
  DocumentPath path() {
    List<Object> steps = new ArrayList<>(2);
    steps.add(name());
    while (true) {
      if (takeSign(".")) {
        steps.add(member());
      } else if (takeSign("[")) {
        steps.add(element());
      } else {
        return new DocumentPath(List.copyOf(steps));
      }
    }
  }

  private String member() {
    if (peek().isSign("*")) {
      throw Validation.error("Unpivot path component like a.*.b are not supported");
    }
    if (!isName()) {
      throw StatementErrors.notWellFormed("Invalid path dot component");
    }
    return name();
  }

  private Object element() {
    Token token = take();
    Object step;
    if (token.isSign("*")) {
      throw Validation.error("Wildcard path component like a[*].b are not supported");
    } else if (token.kind() == Kind.TEXT) {
      step = token.text();
    } else if (token.kind() == Kind.NUMBER) {
      step = index(token.text());
    } else {
      throw StatementErrors.notWellFormed("Unexpected term");
    }
    requireSign("]", "RIGHT_BRACKET");
    return step;
  }

  private static Integer index(String digits) {
    boolean whole = digits.length() <= MAX_INDEX_DIGITS;
    for (int i = 0; i < digits.length(); i++) {
      whole &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (!whole) {
      throw Validation.error(
          "List index is not within the allowable range; index: [" + digits + "]");
    }
    return Integer.valueOf(digits);
  }
}
