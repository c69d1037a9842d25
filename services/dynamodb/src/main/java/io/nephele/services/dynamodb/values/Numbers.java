package io.nephele.services.dynamodb.values;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.values.Value.N;
import java.math.BigDecimal;

/**
 * DynamoDB's numbers: up to 38 significant digits, magnitudes from 1E-130 to
 * 9.9999999999999999999999999999999999999E+125, always shown without an exponent.
 */
public final class Numbers {
  /** How many significant digits a number may have. */
  public static final int MAX_DIGITS = 38;

  /** The greatest power of ten that a number's first digit may stand for. */
  static final int MAX_EXPONENT = 125;

  /** The least power of ten that a number's first digit may stand for. */
  static final int MIN_EXPONENT = -130;

  private static final String NOT_A_NUMBER = "The parameter cannot be converted to a numeric value";

  private Numbers() {}

  /**
   * The number of that text: digits with an optional sign, point and exponent.
   *
   * @throws io.nephele.model.AwsException in AWS's words if it is no number, too precise, too large
   *     or too small
   */
  static N parse(String text) {
    if (isNormalInteger(text)) {
      return new N(text);
    }
    return Decimal.parse(text).number();
  }

  /**
   * The number of that text as AWS's older layer reads it: exponents are of 32 bits, and wrap.
   *
   * @throws io.nephele.model.AwsException as {@link #parse}
   */
  static N parseOlder(String text) {
    if (isNormalInteger(text)) {
      return new N(text);
    }
    return Decimal.parseOlder(text).number();
  }

  /** One digit or more, the first of them not zero unless alone, few enough for any check. */
  private static boolean isNormalInteger(String text) {
    int length = text.length();
    int start = length > 1 && text.charAt(0) == '-' ? 1 : 0;
    if (length == start || length - start > MAX_DIGITS) {
      return false;
    }
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return text.charAt(start) != '0' || length == 1;
  }

  /** The order of two numbers. */
  static int compare(N a, N b) {
    String left = a.text();
    String right = b.text();
    if (isShort(left) && isShort(right)) {
      return Long.compare(Long.parseLong(left), Long.parseLong(right));
    }
    return a.decimal().compareTo(b.decimal());
  }

  private static boolean isShort(String text) {
    return text.length() <= 18 && text.indexOf('.') < 0;
  }

  /**
   * The sum of two numbers.
   *
   * @throws io.nephele.model.AwsException if it cannot be stored
   */
  public static N add(N a, N b) {
    if (isShort(a.text()) && isShort(b.text())) {
      return N.of(Long.parseLong(a.text()) + Long.parseLong(b.text()));
    }
    return of(a.decimal().add(b.decimal()));
  }

  /**
   * The difference of two numbers.
   *
   * @throws io.nephele.model.AwsException if it cannot be stored
   */
  public static N subtract(N a, N b) {
    if (isShort(a.text()) && isShort(b.text())) {
      return N.of(Long.parseLong(a.text()) - Long.parseLong(b.text()));
    }
    return of(a.decimal().subtract(b.decimal()));
  }

  /**
   * A number that was counted.
   *
   * @throws io.nephele.model.AwsException if it cannot be stored; AWS calls it an overflow too if
   *     it is too precise
   */
  public static N of(BigDecimal number) {
    if (number.stripTrailingZeros().precision() > MAX_DIGITS) {
      throw overflow();
    }
    return Decimal.parse(number.toString()).number();
  }

  /** What the number adds to an item's size, in bytes, as AWS counts it. */
  static int size(N number) {
    String text = number.text();
    if (text.equals("0")) {
      return 1;
    }
    boolean negative = text.charAt(0) == '-';
    int start = negative ? 1 : 0;
    int point = text.indexOf('.');
    int whole = 0;
    int fraction = 0;
    if (point < 0) {
      int end = text.length();
      while (text.charAt(end - 1) == '0') {
        end--;
      }
      whole = end - start;
    } else {
      whole = text.charAt(start) == '0' ? 0 : point - start;
      int first = point + 1;
      while (whole == 0 && text.charAt(first) == '0') {
        first++;
      }
      fraction = text.length() - first;
    }
    return 1 + (whole + 1) / 2 + (fraction + 1) / 2 + (negative ? 1 : 0);
  }

  /** AWS's refusal of a text that is no number. */
  static AwsException notANumber(String text, boolean older) {
    return Validation.error(older && text.isEmpty() ? NOT_A_NUMBER : NOT_A_NUMBER + ": " + text);
  }

  /** AWS's refusal of a number that is too large. */
  static AwsException overflow() {
    return Validation.error(
        "Number overflow. Attempting to store a number with magnitude larger than supported range");
  }

  /** AWS's refusal of a number that is too small. */
  static AwsException underflow() {
    return Validation.error(
        "Number underflow. Attempting to store a number with magnitude smaller than supported"
            + " range");
  }
}
