package io.nephele.services.dynamodb.partiql;

/**
 * A word of a statement.
 *
 * @param text a name or text without its quotes, else what is written
 * @param at where it is
 */
record Token(Kind kind, String text, Place at) {
  /** The kinds of words. */
  enum Kind {
    /** A name, a keyword among them, without quotes. */
    NAME,
    /** A name in double quotes. */
    QUOTED_NAME,
    /** A text in single quotes. */
    TEXT,
    /** A number. */
    NUMBER,
    /** A sign, or two that belong together. */
    SIGN,
    /** The end of the statement. */
    END
  }

  /**
   * Where something is in a statement.
   *
   * @param line from 1
   * @param column from 1
   * @param length in UTF-16 code units
   */
  record Place(int line, int column, int length) {
    /** As AWS shows it in errors. */
    @Override
    public String toString() {
      return line + ":" + column + ':' + length;
    }
  }

  /** Whether it is that sign. */
  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  /** Whether it is that keyword, in upper case here, in any case there. */
  boolean isWord(String word) {
    return kind == Kind.NAME && text.equalsIgnoreCase(word);
  }
}
