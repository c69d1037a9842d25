package io.nephele.services.xray;

import io.nephele.services.xray.Filter.Operator;

/** The words, signs and values of a filter expression, one after another. */
final class FilterTokens {
  private final String text;
  private int at;
  private Token next;

  FilterTokens(String text) {
    this.text = text;
    this.next = read();
  }

  /** What a token is. */
  enum Kind {
    WORD,
    STRING,
    NUMBER,
    SIGN,
    END
  }

  /**
   * A token.
   *
   * @param text of a string what is between the quotes
   * @param position where it begins, from 0
   */
  record Token(Kind kind, String text, int position) {
    boolean is(String other) {
      return text.equalsIgnoreCase(other);
    }
  }

  Token peek() {
    return next;
  }

  Token take() {
    Token taken = next;
    next = read();
    return taken;
  }

  boolean takeWord(String word) {
    return takeIf(Kind.WORD, word);
  }

  boolean takeSign(String sign) {
    return takeIf(Kind.SIGN, sign);
  }

  private boolean takeIf(Kind kind, String what) {
    if (next.kind() != kind || !next.is(what)) {
      return false;
    }
    take();
    return true;
  }

  void expectSign(String sign) {
    if (!takeSign(sign)) {
      throw unexpected("'" + sign + "'");
    }
  }

  Token expect(Kind kind, String wanted) {
    if (next.kind() != kind) {
      throw unexpected(wanted);
    }
    return take();
  }

  private RuntimeException unexpected(String wanted) {
    String found = next.kind() == Kind.END ? "the end" : "'" + next.text() + "'";
    return XRayErrors.filter(
        "expected " + wanted + " but found " + found + " at position " + next.position() + ".");
  }

  /** The operator that stands here, or null. */
  Operator operator() {
    Operator operator =
        switch (next.kind()) {
          case SIGN ->
              switch (next.text()) {
                case "=" -> Operator.EQUAL;
                case "!=" -> Operator.NOT_EQUAL;
                case "<" -> Operator.LESS;
                case "<=" -> Operator.LESS_OR_EQUAL;
                case ">" -> Operator.GREATER;
                case ">=" -> Operator.GREATER_OR_EQUAL;
                default -> null;
              };
          case WORD ->
              next.is("contains")
                  ? Operator.CONTAINS
                  : next.is("beginswith")
                      ? Operator.BEGINS_WITH
                      : next.is("endswith") ? Operator.ENDS_WITH : null;
          default -> null;
        };
    if (operator != null) {
      take();
    }
    return operator;
  }

  String string() {
    return expect(Kind.STRING, "a string in quotation marks").text();
  }

  double number() {
    return Double.parseDouble(expect(Kind.NUMBER, "a number").text());
  }

  boolean bool() {
    if (next.kind() == Kind.WORD || next.kind() == Kind.STRING) {
      boolean yes = next.is("true");
      if (yes || next.is("false")) {
        take();
        return yes;
      }
    }
    throw unexpected("true or false");
  }

  /** A string, a number (as a Double) or a boolean. */
  Object value() {
    return switch (next.kind()) {
      case STRING -> string();
      case NUMBER -> number();
      default -> bool();
    };
  }

  /** The name of an annotation in brackets, with or without quotation marks. */
  String annotationKey() {
    if (next.kind() == Kind.STRING) {
      return take().text();
    }
    return expect(Kind.WORD, "the name of an annotation").text();
  }

  /** The JSON value that follows a number sign. */
  String json() {
    if (next.kind() != Kind.SIGN || !next.is("#")) {
      throw unexpected("'#'");
    }
    int begin = at;
    int open = 0;
    boolean quoted = false;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (quoted) {
        if (c == '\\') {
          at++;
        }
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '[' || c == '{') {
        open++;
      } else if ((c == ']' || c == '}') && --open == 0) {
        String json = text.substring(begin, at);
        next = read();
        return json;
      }
    }
    throw XRayErrors.filter("the JSON value at position " + begin + " does not end.");
  }

  private Token read() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    int begin = at;
    if (at >= text.length()) {
      return new Token(Kind.END, "", begin);
    }
    char c = text.charAt(at);
    if (c == '"' || c == '\'') {
      return quoted(c);
    }
    if (isDigit(c) || (c == '-' || c == '.') && at + 1 < text.length() && isDigit(next(1))) {
      return readNumber();
    }
    if (Character.isLetter(c) || c == '_') {
      while (at < text.length() && isWordPart(text.charAt(at))) {
        at++;
      }
      return new Token(Kind.WORD, text.substring(begin, at), begin);
    }
    at++;
    if ((c == '!' || c == '<' || c == '>') && at < text.length() && text.charAt(at) == '=') {
      at++;
      return new Token(Kind.SIGN, c + "=", begin);
    }
    if ("!<>=(){}[],:#".indexOf(c) < 0) {
      throw XRayErrors.filter("unexpected character '" + c + "' at position " + begin + ".");
    }
    return new Token(Kind.SIGN, String.valueOf(c), begin);
  }

  private char next(int further) {
    return text.charAt(at + further);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
  }

  private Token readNumber() {
    int begin = at++;
    while (at < text.length() && (isDigit(text.charAt(at)) || ".eE".indexOf(next(0)) >= 0)) {
      boolean exponent = next(0) == 'e' || next(0) == 'E';
      at++;
      if (exponent && at < text.length() && (next(0) == '-' || next(0) == '+')) {
        at++;
      }
    }
    String number = text.substring(begin, at);
    try {
      Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw XRayErrors.filter("'" + number + "' at position " + begin + " is no number.");
    }
    return new Token(Kind.NUMBER, number, begin);
  }

  private Token quoted(char quote) {
    int begin = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return new Token(Kind.STRING, value.toString(), begin);
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      value.append(c);
    }
    throw XRayErrors.filter("the string at position " + begin + " does not end.");
  }
}
