package io.nephele.services.logs.insights;

/**
 * A token of a query.
 *
 * @param text of strings and regular expressions what is between their ends
 * @param at its first character in the query
 * @param end the character behind it
 */
record Token(Kind kind, String text, int at, int end) {
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    REGEX,
    SIGN,
    END
  }

  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isWord(String word) {
    return kind == Kind.NAME && text.equalsIgnoreCase(word);
  }
}
