package io.nephele.services.dynamodb.values;

import io.nephele.services.dynamodb.values.Value.N;

/**
 * A number as its significant digits and the place of its point: sign, digits d1 d2 ... dn (neither
 * the first nor the last zero) and p, for 0.d1d2...dn times ten to the power of p. Zero has no
 * digits.
 */
record Decimal(boolean negative, String digits, int point) {
  private static final Decimal ZERO = new Decimal(false, "", 0);

  /** Reads a text in one pass, whatever its length, and checks it. */
  static Decimal parse(String text) {
    return parse(text, false);
  }

  /** The same as AWS's older layer does it: with exponents of 32 bits, which wrap. */
  static Decimal parseOlder(String text) {
    return parse(text, true);
  }

  private static Decimal parse(String text, boolean older) {
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
      throw Numbers.notANumber(text, older);
    }
    int end = i;
    long exponent = i < length ? exponent(text, i, older) : 0;
    int pointAt = point < 0 ? end : point;
    if (older) {
      requireIntScale(text, exponent - (point < 0 ? 0 : end - point - 1));
    }
    if (first < 0) {
      // Zero is judged by the exponent that it is written with.
      check(0, older ? (int) exponent : exponent);
      return ZERO;
    }
    // How many digits stand before the point if the first significant one is the first of all.
    long before = first < pointAt ? pointAt - first : pointAt - first + 1L;
    int significant = last - first + 1 - (first < pointAt && last > pointAt && point >= 0 ? 1 : 0);
    check(significant, older ? (int) (exponent + before) - 1L : saturated(exponent, before));
    return new Decimal(
        negative, significantDigits(text, first, last, mantissa), (int) (exponent + before));
  }

  /** The power of ten of the first digit; exponents may be near the ends of what a long holds. */
  private static long saturated(long exponent, long before) {
    long bound = Long.MAX_VALUE / 2;
    return Math.clamp(exponent, -bound, bound) + before - 1;
  }

  private static void requireIntScale(String text, long negatedScale) {
    if (-negatedScale != (int) -negatedScale) {
      throw Numbers.notANumber(text, true);
    }
  }

  private static long exponent(String text, int at, boolean older) {
    char mark = text.charAt(at);
    int i = at + 1;
    boolean negative = false;
    if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
      negative = text.charAt(i++) == '-';
    }
    if (mark != 'e' && mark != 'E' || i == text.length()) {
      throw Numbers.notANumber(text, older);
    }
    long exponent = 0;
    for (; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || exponent > (Long.MAX_VALUE - digit) / 10) {
        throw Numbers.notANumber(text, older);
      }
      exponent = exponent * 10 + digit;
    }
    exponent = negative ? -exponent : exponent;
    if (older && exponent != (int) exponent) {
      throw Numbers.notANumber(text, true);
    }
    return exponent;
  }

  private static void check(int significant, long exponent) {
    if (significant > Numbers.MAX_DIGITS) {
      throw Validation.error("Attempting to store more than 38 significant digits in a Number");
    }
    if (exponent > Numbers.MAX_EXPONENT) {
      throw Numbers.overflow();
    }
    if (exponent < Numbers.MIN_EXPONENT) {
      throw Numbers.underflow();
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
