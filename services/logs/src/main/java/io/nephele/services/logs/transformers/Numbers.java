package io.nephele.services.logs.transformers;

import java.math.BigDecimal;

/** Reads numbers of bounded length. */
final class Numbers {
  private static final int LONGEST = 64;

  private Numbers() {}

  /** A Long or a Double, or null if the text is no number. */
  static Object of(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > LONGEST) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(trimmed);
      boolean whole = trimmed.chars().allMatch(c -> c == '-' || c == '+' || c >= '0' && c <= '9');
      if (whole) {
        return number.longValueExact();
      }
      double value = number.doubleValue();
      return Double.isFinite(value) ? value : null;
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }
}
