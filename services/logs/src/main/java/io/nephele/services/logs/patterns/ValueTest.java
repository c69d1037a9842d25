package io.nephele.services.logs.patterns;

import com.google.re2j.Pattern;

/**
 * What a condition asks of a value: to be equal to a text that may have asterisks, to match a
 * regular expression, or to compare with a number.
 */
final class ValueTest {
  private static final String[] OPERATORS = {"!=", "<=", ">=", "=", "<", ">"};

  private final String operator;
  private final String text;
  private final boolean quoted;
  private final Double number;
  private final Pattern regex;

  private ValueTest(String operator, String text, boolean quoted, Double number, Pattern regex) {
    this.operator = operator;
    this.text = text;
    this.quoted = quoted;
    this.number = number;
    this.regex = regex;
  }

  /** Whether a comparison comes next. */
  static boolean isNext(PatternScanner from) {
    char c = from.peek();
    return c == '=' || c == '!' || c == '<' || c == '>';
  }

  /**
   * Reads a comparison.
   *
   * @param ends the characters that end a value without quotes
   */
  static ValueTest parse(PatternScanner from, String ends) {
    String operator = null;
    for (String each : OPERATORS) {
      if (from.take(each)) {
        operator = each;
        break;
      }
    }
    if (operator == null) {
      throw FilterPattern.invalid("a comparison is missing at character " + from.position());
    }
    from.skipSpace();
    boolean ordered = operator.startsWith("<") || operator.startsWith(">");
    if (from.peek() == '%') {
      if (ordered) {
        throw FilterPattern.invalid(operator + " needs a number");
      }
      return new ValueTest(operator, null, false, null, from.regex());
    }
    boolean quoted = from.peek() == '"';
    String text = quoted ? from.quoted() : from.until(ends);
    if (text.isEmpty() && !quoted) {
      throw FilterPattern.invalid("a value is missing at character " + from.position());
    }
    Double number = quoted ? null : number(text);
    if (ordered && number == null) {
      throw FilterPattern.invalid(operator + " needs a number");
    }
    return new ValueTest(operator, text, quoted, number, null);
  }

  /** The number that a text is, or null; hexadecimal forms and names of numbers are none. */
  static Double number(String text) {
    if (text.isEmpty() || text.length() > 64) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("+-.eE0123456789".indexOf(text.charAt(i)) < 0) {
        return null;
      }
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether a value of JSON, which is there, is as asked. */
  boolean testJson(Object value) {
    if (value instanceof String string) {
      if (number != null) {
        return false;
      }
      return testText(string);
    }
    if (value instanceof Number found) {
      if (number != null) {
        return compare(found.doubleValue());
      }
      boolean pattern = regex != null || !quoted && text.indexOf('*') >= 0;
      return pattern && testText(found.toString());
    }
    return false;
  }

  /** Whether a field of a line is as asked. */
  boolean testField(String value) {
    if (number != null) {
      Double found = number(value);
      return found == null ? operator.equals("!=") : compare(found);
    }
    return testText(value);
  }

  private boolean testText(String value) {
    boolean equal = regex == null ? isLike(value, text) : regex.matcher(value).find();
    return equal == operator.equals("=");
  }

  private boolean compare(double found) {
    int order = Double.compare(found, number);
    return switch (operator) {
      case "=" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  /** Whether a text is as another in which asterisks stand for anything. */
  static boolean isLike(String value, String like) {
    int v = 0;
    int l = 0;
    int star = -1;
    int resume = 0;
    while (v < value.length()) {
      if (l < like.length() && like.charAt(l) == '*') {
        star = l++;
        resume = v;
      } else if (l < like.length() && like.charAt(l) == value.charAt(v)) {
        l++;
        v++;
      } else if (star >= 0) {
        l = star + 1;
        v = ++resume;
      } else {
        return false;
      }
    }
    while (l < like.length() && like.charAt(l) == '*') {
      l++;
    }
    return l == like.length();
  }
}
