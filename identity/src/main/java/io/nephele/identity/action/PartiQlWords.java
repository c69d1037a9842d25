package io.nephele.identity.action;

import java.util.Locale;

/**
 * Goes through the words of a PartiQL statement: names, names in double quotes, texts in single
 * quotes (passed over), and single characters.
 */
final class PartiQlWords {
  private final String statement;
  private int at;

  PartiQlWords(String statement) {
    this.statement = statement;
  }

  /** The next word, without its quotes; empty at the end. */
  String next() {
    skipSpace();
    if (at >= statement.length()) {
      return "";
    }
    char first = statement.charAt(at);
    if (first == '"' || first == '\'') {
      return quoted(first);
    }
    int from = at++;
    if (isLetter(first)) {
      while (at < statement.length() && isLetter(statement.charAt(at))) {
        at++;
      }
    }
    return statement.substring(from, at);
  }

  /** Goes to before the table's name; false if the statement names none. */
  boolean skipToTable(String verb) {
    if (verb.equals("update") || verb.equals("from")) {
      return true;
    }
    String before = verb.equals("insert") ? "into" : "from";
    while (at < statement.length()) {
      skipSpace();
      boolean word = at < statement.length() && isLetter(statement.charAt(at));
      if (next().toLowerCase(Locale.ROOT).equals(before) && word) {
        return true;
      }
    }
    return false;
  }

  /** Goes over a point, if one is next. */
  boolean skipPoint() {
    skipSpace();
    if (at < statement.length() && statement.charAt(at) == '.') {
      at++;
      return true;
    }
    return false;
  }

  private String quoted(char quote) {
    StringBuilder text = new StringBuilder();
    at++;
    while (at < statement.length()) {
      char c = statement.charAt(at++);
      if (c == quote) {
        if (at < statement.length() && statement.charAt(at) == quote) {
          at++;
        } else {
          break;
        }
      }
      text.append(c);
    }
    return text.toString();
  }

  private void skipSpace() {
    while (at < statement.length()) {
      if (Character.isWhitespace(statement.charAt(at))) {
        at++;
      } else if (statement.startsWith("--", at)) {
        int end = statement.indexOf('\n', at);
        at = end < 0 ? statement.length() : end + 1;
      } else if (statement.startsWith("/*", at)) {
        int end = statement.indexOf("*/", at + 2);
        at = end < 0 ? statement.length() : end + 2;
      } else {
        return;
      }
    }
  }

  // Names without quotes; tables' names may hold points and dashes, but then need quotes.
  private static boolean isLetter(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }
}
