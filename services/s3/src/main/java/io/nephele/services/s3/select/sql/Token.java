package io.nephele.services.s3.select.sql;

import java.util.Locale;
import java.util.Set;

/**
 * One word or sign of an expression.
 *
 * @param text of a string what is between its quotes
 * @param line counted from one, like the column
 */
record Token(Kind kind, String text, int line, int column) {
  /** What a token is. */
  enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    TIMESTAMP,
    SIGN,
    END
  }

  /** Words that are no names. */
  private static final Set<String> RESERVED =
      Set.of(
          "select",
          "from",
          "where",
          "limit",
          "group",
          "order",
          "having",
          "union",
          "intersect",
          "except",
          "join",
          "inner",
          "outer",
          "left",
          "right",
          "cross",
          "on",
          "by",
          "as",
          "and",
          "or",
          "not",
          "in",
          "is",
          "like",
          "escape",
          "between",
          "case",
          "when",
          "then",
          "else",
          "end",
          "null",
          "missing",
          "true",
          "false",
          "cast",
          "insert",
          "update",
          "delete",
          "drop",
          "create",
          "distinct",
          "all",
          "exists",
          "set",
          "table",
          "with");

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isReserved() {
    return kind == Kind.WORD && RESERVED.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Whether it can name a column or a table. */
  boolean isName() {
    return kind == Kind.QUOTED_NAME || kind == Kind.WORD && !isReserved();
  }

  /** As errors tell it. */
  @Override
  public String toString() {
    return switch (kind) {
      case WORD -> (isReserved() ? "KEYWORD:" : "IDENTIFIER:") + text.toLowerCase(Locale.ROOT);
      case QUOTED_NAME -> "QUOTED_IDENTIFIER:" + text;
      case STRING, NUMBER, TIMESTAMP -> "LITERAL:" + text;
      case SIGN -> "OPERATOR:" + text;
      case END -> "EOF";
    };
  }
}
