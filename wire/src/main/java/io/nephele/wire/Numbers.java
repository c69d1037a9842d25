package io.nephele.wire;

import io.nephele.model.ShapeType;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numbers as text and within the ranges of their types. What is no such number is an {@link
 * IllegalArgumentException}.
 */
public final class Numbers {
  /** Longer numbers are refused unread, because reading takes more than linear time. */
  public static final int MAX_LENGTH = 1000;

  private Numbers() {}

  /**
   * The number that a text is in JSON's grammar, as the type's Java value; floats may be {@code
   * NaN} and {@code ±Infinity}.
   */
  public static Object parse(String text, ShapeType type) {
    return switch (type) {
      case BYTE, SHORT, INTEGER, INT_ENUM, LONG -> ofLong(integer(text), type);
      case FLOAT -> toFloat(floating(text));
      case DOUBLE -> floating(text);
      case BIG_INTEGER -> bigInteger(text);
      case BIG_DECIMAL -> decimal(text);
      default -> throw new IllegalArgumentException(type + " is not a number");
    };
  }

  /** A whole number as the type's Java value. */
  public static Object ofLong(long value, ShapeType type) {
    switch (type) {
      case BYTE -> require(value == (byte) value);
      case SHORT -> require(value == (short) value);
      case INTEGER, INT_ENUM -> require(value == (int) value);
      default -> {
        return value;
      }
    }
    return (int) value;
  }

  /** The double as a float; one that is too large is refused. */
  public static Float toFloat(double value) {
    float narrow = (float) value;
    require(!Float.isInfinite(narrow) || Double.isInfinite(value));
    return narrow;
  }

  /** The decimal number that a text is. */
  public static BigDecimal decimal(String text) {
    requireNumber(text);
    return bounded(new BigDecimal(text));
  }

  /**
   * The number itself, where its exponent is not so large that working with it fills the memory.
   */
  public static BigDecimal bounded(BigDecimal number) {
    require(Math.abs((long) number.scale()) <= MAX_LENGTH);
    return number;
  }

  private static BigInteger bigInteger(String text) {
    requireNumber(text);
    require(text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0);
    return new BigInteger(text);
  }

  private static long integer(String text) {
    require(!text.isEmpty() && text.length() <= 20 && text.charAt(0) != '+');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      require(c >= '0' && c <= '9' || c == '-');
    }
    return Long.parseLong(text);
  }

  private static Double floating(String text) {
    switch (text) {
      case "NaN":
        return Double.NaN;
      case "Infinity":
        return Double.POSITIVE_INFINITY;
      case "-Infinity":
        return Double.NEGATIVE_INFINITY;
      default:
        requireNumber(text);
        double value = Double.parseDouble(text);
        require(!Double.isInfinite(value));
        return value;
    }
  }

  /** Java also reads hexadecimal numbers, suffixes and blanks, which no protocol has. */
  private static void requireNumber(String text) {
    require(!text.isEmpty() && text.length() <= MAX_LENGTH && text.charAt(0) != '+');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      require(c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E');
    }
  }

  private static void require(boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException("not a number of that type");
    }
  }
}
