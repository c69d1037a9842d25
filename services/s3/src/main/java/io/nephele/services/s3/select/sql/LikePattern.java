package io.nephele.services.s3.select.sql;

/** A pattern of LIKE: a percent sign for any text, an underscore for any character. */
final class LikePattern {
  private static final char ANY_TEXT = '\uFFFF';
  private static final char ANY_CHARACTER = '\uFFFE';

  private final String pattern;

  LikePattern(String text, String escape) {
    if (escape != null && escape.length() != 1) {
      throw invalid();
    }
    StringBuilder read = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (escape != null && c == escape.charAt(0)) {
        if (++i == text.length()) {
          throw invalid();
        }
        read.append(text.charAt(i));
      } else {
        read.append(c == '%' ? ANY_TEXT : c == '_' ? ANY_CHARACTER : c);
      }
    }
    this.pattern = read.toString();
  }

  private static RuntimeException invalid() {
    return SqlErrors.of(
        "LikeInvalidInputs", "Invalid argument given to the LIKE clause in the SQL expression.");
  }

  /** Whether a text is of this form; as much work as their lengths multiplied, at most. */
  boolean matches(String text) {
    int at = 0;
    int in = 0;
    int star = -1;
    int from = 0;
    while (at < text.length()) {
      char wanted = in < pattern.length() ? pattern.charAt(in) : '\0';
      if (in < pattern.length() && wanted == ANY_TEXT) {
        star = in++;
        from = at;
      } else if (in < pattern.length() && (wanted == ANY_CHARACTER || wanted == text.charAt(at))) {
        at++;
        in++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++from;
      } else {
        return false;
      }
    }
    while (in < pattern.length() && pattern.charAt(in) == ANY_TEXT) {
      in++;
    }
    return in == pattern.length();
  }
}
