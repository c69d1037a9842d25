package io.nephele.services.dynamodb.values;

import io.nephele.services.dynamodb.values.Value.N;

/**
 * A number as its significant digits and the place of its point: sign, digits d1 d2 ... dn (neither
 * the first nor the last zero) and p, for 0.d1d2...dn times ten to the power of p. Zero has no
 * digits.
 */
record Decimal(boolean negative, String digits, int point) {
  private static final Decimal ZERO = new Decimal(false, "", 0);

  /** Beyond what any exponent can mean for a number of a length that a request can have. */
  private static final long EXPONENT_BOUND = 1_000_000_000_000L;

  /** Reads a text in one pass, whatever its length, and checks it. */
  static Decimal parse(String text) {
    int length = text.length();
    int i = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    boolean negative = i == 1 && text.charAt(0) == '-';
    int mantissa = i;
    int point = -1;
    int digits = 0;
    int first = -1;
    int last = -1;
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c == '.' && point < 0) {
        point = i;
      } else if (c >= '0' && c <= '9') {
        digits++;
        if (c != '0') {
          first = first < 0 ? i : first;
          last = i;
        }
      } else {
        break;
      }
    }
    if (digits == 0) {
      throw Numbers.notANumber(text);
    }
    int end = i;
    long exponent = i < length ? exponent(text, i) : 0;
    if (first < 0) {
      return ZERO;
    }
    int pointAt = point < 0 ? end : point;
    // How many digits stand before the point if the first significant one is the first of all.
    long place = exponent + (first < pointAt ? pointAt - first : pointAt - first + 1L);
    int significant = last - first + 1 - (first < pointAt && last > pointAt && point >= 0 ? 1 : 0);
    check(significant, place - 1);
    return new Decimal(negative, significantDigits(text, first, last, mantissa), (int) place);
  }

  private static long exponent(String text, int at) {
    char mark = text.charAt(at);
    int i = at + 1;
    boolean negative = false;
    if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
      negative = text.charAt(i++) == '-';
    }
    if (mark != 'e' && mark != 'E' || i == text.length()) {
      throw Numbers.notANumber(text);
    }
    long exponent = 0;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw Numbers.notANumber(text);
      }
      exponent = Math.min(exponent * 10 + (c - '0'), EXPONENT_BOUND);
    }
    return negative ? -exponent : exponent;
  }

  private static void check(int significant, long exponent) {
    if (significant > Numbers.MAX_DIGITS) {
      throw Validation.error("Attempting to store more than 38 significant digits in a Number");
    }
    if (exponent > Numbers.MAX_EXPONENT) {
      throw Validation.error(
          "Number overflow. Attempting to store a number with magnitude larger than supported"
              + " range");
    }
    if (exponent < Numbers.MIN_EXPONENT) {
      throw Validation.error(
          "Number underflow. Attempting to store a number with magnitude smaller than supported"
              + " range");
    }
  }

  private static String significantDigits(String text, int first, int last, int mantissa) {
    int point = text.indexOf('.', mantissa);
    return point < first || point > last
        ? text.substring(first, last + 1)
        : text.substring(first, point) + text.substring(point + 1, last + 1);
  }

  /** The number's one plain form. */
  N number() {
    if (digits.isEmpty()) {
      return N.ZERO;
    }
    StringBuilder text = new StringBuilder(digits.length() + Math.abs(point) + 3);
    if (negative) {
      text.append('-');
    }
    if (point <= 0) {
      text.append("0.").repeat('0', -point).append(digits);
    } else if (point >= digits.length()) {
      text.append(digits).repeat('0', point - digits.length());
    } else {
      text.append(digits, 0, point).append('.').append(digits, point, digits.length());
    }
    return new N(text.toString());
  }
}
