package io.nephele.services.logs.insights;

import java.util.ArrayList;
import java.util.List;

/** Splits a query into tokens. */
final class Lexer {
  private static final String[] SIGNS = {
    "!=", ">=", "<=", "=~", "==", "|", "(", ")", "[", "]", ",", "=", "<", ">", "+", "-", "*", "/",
    "^", "%", ":"
  };

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /** The tokens of a query, the last of them its end. */
  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#') {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (c == '"' || c == '\'') {
        ended(Token.Kind.STRING, c);
      } else if (c == '`') {
        ended(Token.Kind.NAME, c);
      } else if (c == '/' && regexMayCome()) {
        ended(Token.Kind.REGEX, c);
      } else if (c >= '0' && c <= '9' || c == '.' && digitAt(at + 1)) {
        number();
      } else if (isName(c)) {
        int start = at;
        while (at < text.length() && isName(text.charAt(at))) {
          at++;
        }
        add(Token.Kind.NAME, text.substring(start, at), start);
      } else {
        sign();
      }
    }
    tokens.add(new Token(Token.Kind.END, "", at, at));
  }

  private void add(Token.Kind kind, String value, int start) {
    tokens.add(new Token(kind, value, start, at));
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '@' || c == '$';
  }

  private boolean digitAt(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  /** A slash divides behind a value, except that of parse, whose field a pattern follows. */
  private boolean regexMayCome() {
    if (tokens.isEmpty()) {
      return true;
    }
    Token last = tokens.getLast();
    boolean afterParse = tokens.size() > 1 && tokens.get(tokens.size() - 2).isWord("parse");
    boolean afterWord = last.isWord("like") || last.isWord("parse");
    boolean value =
        last.kind() == Token.Kind.NAME
            || last.kind() == Token.Kind.NUMBER
            || last.kind() == Token.Kind.STRING
            || last.isSign(")");
    return afterParse || afterWord || !value;
  }

  private void ended(Token.Kind kind, char end) {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != end) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        char next = text.charAt(at);
        boolean dropped = next == end || kind == Token.Kind.STRING && next == '\\';
        if (dropped) {
          c = next;
          at++;
        } else if (kind == Token.Kind.REGEX) {
          value.append(c);
          c = next;
          at++;
        }
      }
      value.append(c);
    }
    if (at == text.length()) {
      throw Malformed.at("unexpected end of the query: " + end + " is missing", start, at);
    }
    at++;
    add(kind, value.toString(), start);
  }

  /** A number, or a duration such as 5m, which is a name. */
  private void number() {
    int start = at;
    boolean plain = true;
    while (at < text.length() && isName(text.charAt(at))) {
      char c = text.charAt(at++);
      boolean exponent =
          (c == 'e' || c == 'E')
              && at < text.length()
              && (text.charAt(at) == '-' || text.charAt(at) == '+')
              && digitAt(at + 1);
      if (exponent) {
        at++;
      }
      plain &= c >= '0' && c <= '9' || c == '.' || c == 'e' || c == 'E';
    }
    String value = text.substring(start, at);
    add(plain && Values.number(value) != null ? Token.Kind.NUMBER : Token.Kind.NAME, value, start);
  }

  private void sign() {
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        int start = at;
        at += sign.length();
        add(Token.Kind.SIGN, sign, start);
        return;
      }
    }
    throw Malformed.at("unexpected symbol found " + text.charAt(at), at, at + 1);
  }
}
