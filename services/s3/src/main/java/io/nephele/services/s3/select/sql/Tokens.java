package io.nephele.services.s3.select.sql;

import java.util.List;

/** The tokens of an expression, one after another. */
final class Tokens {
  private final List<Token> tokens;
  private int position;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(position);
  }

  /** The one that many further on, or the end. */
  Token peek(int further) {
    return tokens.get(Math.min(position + further, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(position);
    if (position < tokens.size() - 1) {
      position++;
    }
    return token;
  }

  boolean skipWord(String word) {
    return skip(peek().isWord(word));
  }

  boolean skipSign(String sign) {
    return skip(peek().isSign(sign));
  }

  private boolean skip(boolean is) {
    if (is) {
      next();
    }
    return is;
  }

  void expectSign(String sign) {
    if (!skipSign(sign)) {
      throw SqlErrors.unexpected(peek());
    }
  }

  void expectWord(String word) {
    if (!skipWord(word)) {
      throw SqlErrors.unexpected(peek());
    }
  }
}
