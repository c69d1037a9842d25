package io.nephele.services.logs.insights;

import java.util.List;

/** Goes through the tokens of a query. */
final class TokenReader {
  private final String text;
  private final List<Token> tokens;
  private int at;

  TokenReader(String text) {
    this.text = text;
    this.tokens = Lexer.tokens(text);
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peekNext() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  boolean takeSign(String sign) {
    boolean there = peek().isSign(sign);
    if (there) {
      next();
    }
    return there;
  }

  boolean takeWord(String word) {
    boolean there = peek().isWord(word);
    if (there) {
      next();
    }
    return there;
  }

  void requireSign(String sign) {
    if (!takeSign(sign)) {
      throw Malformed.at("unexpected symbol found " + peek().text() + ", not " + sign, peek());
    }
  }

  /** Whether the next token follows the one before it without a space. */
  boolean isAdjacent() {
    return at > 0 && tokens.get(at - 1).end() == peek().at();
  }

  String name() {
    Token token = next();
    if (token.kind() != Token.Kind.NAME) {
      throw Malformed.at("unexpected symbol found " + token.text() + ", not a name", token);
    }
    return token.text();
  }

  int number() {
    Token token = next();
    Double number = token.kind() == Token.Kind.NUMBER ? Values.number(token.text()) : null;
    if (number == null || number != Math.rint(number) || number < 1 || number > 1e6) {
      throw Malformed.at("unexpected symbol found " + token.text() + ", not a number", token);
    }
    return number.intValue();
  }

  /** The text of the query from a token up to where it was read last. */
  String textSince(Token first) {
    return text.substring(first.at(), tokens.get(at - 1).end());
  }

  boolean atCommandEnd() {
    return peek().isSign("|") || peek().kind() == Token.Kind.END;
  }
}
