package io.nephele.services.logs.insights;

import io.nephele.core.json.JsonText;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/**
 * The values of queries: texts, Doubles, Booleans, {@link Time}s, maps and lists of what JSON says,
 * and null where there is nothing.
 */
final class Values {
  private static final int MOST_DIGITS = 64;

  private Values() {}

  /** A moment, in milliseconds since 1970. */
  record Time(long millis) {}

  /** The number that a value is, or null. */
  static Double number(Object value) {
    return switch (value) {
      case Double number -> number;
      case Time time -> (double) time.millis;
      case String text -> number(text);
      case null, default -> null;
    };
  }

  static Double number(String text) {
    if (text.isEmpty() || text.length() > MOST_DIGITS) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("+-.eE0123456789".indexOf(text.charAt(i)) < 0) {
        return null;
      }
    }
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** How a value is shown, or null. */
  static String text(Object value) {
    return switch (value) {
      case null -> null;
      case Double number -> text(number.doubleValue());
      case Time time -> text(time);
      case Boolean flag -> flag ? "1" : "0";
      case Map<?, ?> map -> JsonText.write(map);
      case List<?> list -> JsonText.write(list);
      default -> value.toString();
    };
  }

  private static String text(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString((long) number);
    }
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    String plain = new BigDecimal(Double.toString(number)).toPlainString();
    int point = plain.indexOf('.');
    // AWS shows four digits.
    return point >= 0 && plain.length() - point > 5
        ? new BigDecimal(plain)
            .setScale(4, java.math.RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        : plain;
  }

  private static String text(Time time) {
    ZonedDateTime at = Instant.ofEpochMilli(time.millis).atZone(ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(23);
    digits(text, at.getYear(), 4).append('-');
    digits(text, at.getMonthValue(), 2).append('-');
    digits(text, at.getDayOfMonth(), 2).append(' ');
    digits(text, at.getHour(), 2).append(':');
    digits(text, at.getMinute(), 2).append(':');
    digits(text, at.getSecond(), 2).append('.');
    return digits(text, at.getNano() / 1_000_000, 3).toString();
  }

  private static StringBuilder digits(StringBuilder text, int number, int least) {
    String digits = Integer.toString(number);
    return text.repeat('0', Math.max(0, least - digits.length())).append(digits);
  }

  static boolean isTrue(Object value) {
    return value instanceof Boolean flag ? flag : value instanceof Double number && number != 0;
  }

  static boolean equal(Object a, Object b) {
    if (a == null || b == null) {
      return false;
    }
    Double x = number(a);
    Double y = x == null ? null : number(b);
    return y == null ? text(a).equals(text(b)) : x.doubleValue() == y.doubleValue();
  }

  /** Numbers by their size and before texts; nothing comes first. */
  static int compare(Object a, Object b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    Double x = number(a);
    Double y = number(b);
    if (x != null && y != null) {
      return Double.compare(x, y);
    }
    if (x != null || y != null) {
      return x != null ? -1 : 1;
    }
    return text(a).compareTo(text(b));
  }
}
