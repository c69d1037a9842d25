package io.nephele.services.logs.patterns;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Goes through the text of a pattern. */
final class PatternScanner {
  private final String text;
  private int at;

  PatternScanner(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  int position() {
    return at;
  }

  /** The next character, or 0 at the end. */
  char peek() {
    return atEnd() ? 0 : text.charAt(at);
  }

  char next() {
    if (atEnd()) {
      throw FilterPattern.invalid("it ends too early");
    }
    return text.charAt(at++);
  }

  void skipSpace() {
    while (!atEnd() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** Goes past a text if it comes next. */
  boolean take(String expected) {
    if (!text.startsWith(expected, at)) {
      return false;
    }
    at += expected.length();
    return true;
  }

  /** Goes past a word, in any case, if it comes next and ends there. */
  boolean takeWord(String word) {
    int end = at + word.length();
    if (!text.regionMatches(true, at, word, 0, word.length())
        || end < text.length() && isWord(text.charAt(end))) {
      return false;
    }
    at = end;
    return true;
  }

  void require(String expected) {
    if (!take(expected)) {
      throw FilterPattern.invalid("'" + expected + "' is missing at character " + at);
    }
  }

  static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /** A text in double quotes that begin here; a backslash stands before quotes and backslashes. */
  String quoted() {
    require("\"");
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return out.toString();
      }
      if (c == '\\' && (peek() == '"' || peek() == '\\')) {
        c = next();
      }
      out.append(c);
    }
  }

  /** A regular expression between percent signs that begins here. */
  Pattern regex() {
    require("%");
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '%') {
        break;
      }
      if (c == '\\') {
        char escaped = next();
        if (escaped != '%') {
          out.append(c);
        }
        out.append(escaped);
      } else if (c == '(' || c == ')') {
        throw FilterPattern.invalid("regular expressions cannot have parentheses");
      } else {
        out.append(c);
      }
    }
    try {
      return Pattern.compile(out.toString());
    } catch (PatternSyntaxException e) {
      throw FilterPattern.invalid("the regular expression is invalid: " + e.getMessage());
    }
  }

  /** The characters up to one that is white space or one of these. */
  String until(String ends) {
    int start = at;
    while (!atEnd() && !Character.isWhitespace(peek()) && ends.indexOf(peek()) < 0) {
      at++;
    }
    return text.substring(start, at);
  }
}
