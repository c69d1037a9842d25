package io.nephele.services.s3.select.sql;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into words and signs. */
final class Lexer {
  private static final List<String> LONG_SIGNS = List.of("<=", ">=", "<>", "!=", "||");
  private static final String SIGNS = ",()[].*+-/%=<>;";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;
  private int lineStart;

  private Lexer(String text) {
    this.text = text;
  }

  /** The tokens of an expression; the last is its end. */
  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    lexer.read();
    return lexer.tokens;
  }

  private void read() {
    while (true) {
      skipBlanks();
      if (position == text.length()) {
        add(Token.Kind.END, "", position);
        return;
      }
      char c = text.charAt(position);
      int start = position;
      if (isNameStart(c)) {
        while (position < text.length() && isNamePart(text.charAt(position))) {
          position++;
        }
        add(Token.Kind.WORD, text.substring(start, position), start);
      } else if (isDigit(c) || c == '.' && isDigit(charAt(position + 1))) {
        add(Token.Kind.NUMBER, number(), start);
      } else if (c == '\'') {
        add(Token.Kind.STRING, quoted('\''), start);
      } else if (c == '"') {
        add(Token.Kind.QUOTED_NAME, quoted('"'), start);
      } else if (c == '`') {
        add(Token.Kind.TIMESTAMP, quoted('`'), start);
      } else {
        add(Token.Kind.SIGN, sign(), start);
      }
    }
  }

  private void add(Token.Kind kind, String value, int start) {
    tokens.add(new Token(kind, value, line, start - lineStart + 1));
  }

  private void skipBlanks() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '\n') {
        line++;
        lineStart = position + 1;
        position++;
      } else if (Character.isWhitespace(c)) {
        position++;
      } else if (text.startsWith("--", position)) {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", position)) {
        int end = text.indexOf("*/", position + 2);
        if (end < 0) {
          throw invalid("LexerInvalidLiteral", "Found an invalid token: a comment without end");
        }
        position = end + 2;
      } else {
        return;
      }
    }
  }

  private String number() {
    int start = position;
    while (isDigit(charAt(position))) {
      position++;
    }
    if (charAt(position) == '.') {
      position++;
      while (isDigit(charAt(position))) {
        position++;
      }
    }
    char exponent = charAt(position);
    boolean signed = charAt(position + 1) == '+' || charAt(position + 1) == '-';
    if ((exponent == 'e' || exponent == 'E') && isDigit(charAt(position + (signed ? 2 : 1)))) {
      position += signed ? 2 : 1;
      while (isDigit(charAt(position))) {
        position++;
      }
    }
    if (isNameStart(charAt(position))) {
      throw invalid("LexerInvalidLiteral", "Found an invalid token: a number with letters");
    }
    return text.substring(start, position);
  }

  /** What is between quotes; two of them in a row stand for one. */
  private String quoted(char quote) {
    StringBuilder content = new StringBuilder();
    int start = position + 1;
    while (true) {
      int end = text.indexOf(quote, start);
      if (end < 0) {
        throw invalid("LexerInvalidLiteral", "Found an invalid token: a quote without end");
      }
      content.append(text, start, end);
      if (end + 1 < text.length() && text.charAt(end + 1) == quote) {
        content.append(quote);
        start = end + 2;
      } else {
        position = end + 1;
        return content.toString();
      }
    }
  }

  private String sign() {
    for (String each : LONG_SIGNS) {
      if (text.startsWith(each, position)) {
        position += each.length();
        return each;
      }
    }
    char c = text.charAt(position);
    if (SIGNS.indexOf(c) < 0) {
      throw invalid("LexerInvalidChar", "Found an invalid character U+%04X".formatted((int) c));
    }
    position++;
    return String.valueOf(c);
  }

  private RuntimeException invalid(String code, String message) {
    return SqlErrors.of(
        code, message + " at line " + line + ", column " + (position - lineStart + 1) + ".");
  }

  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }
}
