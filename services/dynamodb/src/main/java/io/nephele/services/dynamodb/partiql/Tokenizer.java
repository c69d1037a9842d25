package io.nephele.services.dynamodb.partiql;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.partiql.Token.Kind;
import io.nephele.services.dynamodb.partiql.Token.Place;
import java.util.ArrayList;
import java.util.List;

/** Takes a statement apart into words. For one thread. */
final class Tokenizer {
  private static final int MAX_EXPONENT_DIGITS = 10;
  private static final String SIGNS = "()[]{},.:;?*+-/%=<>";

  private final String statement;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private Tokenizer(String statement) {
    this.statement = statement;
  }

  /**
   * The words of a statement and its end.
   *
   * @throws AwsException if there is something that is no word
   */
  static List<Token> tokens(String statement) {
    Tokenizer tokenizer = new Tokenizer(statement);
    tokenizer.run();
    return tokenizer.tokens;
  }

  private void run() {
    while (skip()) {
      next();
    }
    add(Kind.END, "", at, line, at - lineStart);
  }

  /** Skips what stands between words; returns whether there is another. */
  private boolean skip() {
    while (at < statement.length()) {
      char c = statement.charAt(at);
      if (c == '\n') {
        newLine();
      } else if (c == '-' && peek(1) == '-') {
        while (at < statement.length() && statement.charAt(at) != '\n') {
          at++;
        }
      } else if (c == '/' && peek(1) == '*') {
        skipComment();
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private void newLine() {
    at++;
    line++;
    lineStart = at;
  }

  private void skipComment() {
    at += 2;
    while (at < statement.length()) {
      if (statement.charAt(at) == '*' && peek(1) == '/') {
        at += 2;
        return;
      }
      if (statement.charAt(at) == '\n') {
        newLine();
      } else {
        at++;
      }
    }
    throw StatementErrors.notWellFormed("");
  }

  private char peek(int distance) {
    return at + distance < statement.length() ? statement.charAt(at + distance) : 0;
  }

  private void next() {
    char c = statement.charAt(at);
    if (isNameStart(c)) {
      name();
    } else if (isDigit(c) || c == '.' && isDigit(peek(1))) {
      number();
    } else if (c == '\'') {
      quoted(c, Kind.TEXT);
    } else if (c == '"') {
      quoted(c, Kind.QUOTED_NAME);
    } else {
      sign(c);
    }
  }

  private static boolean isNameStart(char c) {
    return c == '_' || c == '$' || Character.isLetter(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void name() {
    int start = at;
    while (at < statement.length()
        && (isNameStart(statement.charAt(at)) || isDigit(statement.charAt(at)))) {
      at++;
    }
    add(Kind.NAME, statement.substring(start, at), start, line, start - lineStart);
  }

  private void number() {
    int start = at;
    digits();
    int decimals = 0;
    if (peek(0) == '.') {
      at++;
      int point = at;
      digits();
      decimals = at - point;
    }
    char sign = peek(1);
    boolean exponent =
        (peek(0) == 'e' || peek(0) == 'E')
            && (isDigit(sign) || (sign == '+' || sign == '-') && isDigit(peek(2)));
    if (exponent) {
      boolean negative = sign == '-';
      at += isDigit(sign) ? 1 : 2;
      int from = at;
      digits();
      requireExponent(statement.substring(from, at), negative, decimals);
    }
    add(Kind.NUMBER, statement.substring(start, at), start, line, start - lineStart);
  }

  private void digits() {
    while (isDigit(peek(0))) {
      at++;
    }
  }

  /** The exponent and what is left of it after the decimals have to be 32-bit integers. */
  private static void requireExponent(String digits, boolean negative, int decimals) {
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
    }
    if (digits.length() - first > MAX_EXPONENT_DIGITS) {
      throw StatementErrors.notWellFormed("");
    }
    long magnitude = Long.parseLong(digits.substring(first));
    long exponent = negative ? -magnitude : magnitude;
    long scale = decimals - exponent;
    if (exponent != (int) exponent || scale != (int) scale) {
      throw StatementErrors.notWellFormed("");
    }
  }

  private void quoted(char quote, Kind kind) {
    int start = at;
    int startLine = line;
    int column = start - lineStart;
    StringBuilder text = new StringBuilder();
    at++;
    while (at < statement.length()) {
      char c = statement.charAt(at);
      if (c == quote && peek(1) != quote) {
        at++;
        add(kind, text.toString(), start, startLine, column);
        return;
      }
      text.append(c);
      if (c == '\n') {
        newLine();
      } else {
        at += c == quote ? 2 : 1;
      }
    }
    throw StatementErrors.notWellFormed("");
  }

  private void sign(char c) {
    char following = peek(1);
    boolean isPair =
        c == '<' && (following == '<' || following == '=' || following == '>')
            || c == '>' && (following == '>' || following == '=')
            || c == '!' && following == '='
            || c == '|' && following == '|';
    if (!isPair && SIGNS.indexOf(c) < 0) {
      throw StatementErrors.notWellFormed("");
    }
    int start = at;
    at += isPair ? 2 : 1;
    add(Kind.SIGN, statement.substring(start, at), start, line, start - lineStart);
  }

  private void add(Kind kind, String text, int start, int onLine, int column) {
    tokens.add(new Token(kind, text, new Place(onLine, column + 1, at - start)));
  }
}
