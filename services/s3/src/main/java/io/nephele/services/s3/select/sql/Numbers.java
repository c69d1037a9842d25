package io.nephele.services.s3.select.sql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers: {@link Long} while they are whole and fit, {@link BigDecimal} of at most 38 digits, or
 * {@link Double}.
 */
public final class Numbers {
  private static final MathContext DIGITS = new MathContext(38, RoundingMode.HALF_UP);
  private static final int LONGEST = 400;
  private static final int WIDEST = 400;

  private Numbers() {}

  /** The number that a text is; an error if it is none. */
  public static Number parse(String text) {
    Number number = find(text);
    if (number == null) {
      throw SqlErrors.cast();
    }
    return number;
  }

  /** The number that a text is, or null. */
  static Number find(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > LONGEST || !isPlausible(trimmed)) {
      return null;
    }
    try {
      if (trimmed.length() < 19 && isWhole(trimmed)) {
        return Long.valueOf(trimmed);
      }
      return small(new BigDecimal(trimmed));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Most texts are none, and exceptions are slow. */
  private static boolean isPlausible(String text) {
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    boolean begins = first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
    return begins && (last >= '0' && last <= '9' || last == '.');
  }

  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (i > 0 || text.length() == 1 || c != '-' && c != '+')) {
        return false;
      }
    }
    return true;
  }

  private static Number small(BigDecimal number) {
    if (Math.abs((long) number.scale()) > WIDEST) {
      return number.doubleValue();
    }
    if (number.scale() == 0 && number.unscaledValue().bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return number.round(DIGITS);
  }

  static Number negative(Number number) {
    return switch (number) {
      case Long whole when whole != Long.MIN_VALUE -> -whole;
      case Double real -> -real;
      default -> small(decimal(number).negate());
    };
  }

  /** The exact value, or as exact as it is. */
  static BigDecimal decimal(Number number) {
    return switch (number) {
      case BigDecimal exact -> exact;
      case Long whole -> BigDecimal.valueOf(whole);
      default -> {
        double real = number.doubleValue();
        if (Double.isNaN(real) || Double.isInfinite(real)) {
          throw SqlErrors.overflow();
        }
        yield BigDecimal.valueOf(real);
      }
    };
  }

  static int compare(Number one, Number other) {
    if (one instanceof Long a && other instanceof Long b) {
      return Long.compare(a, b);
    }
    return one instanceof Double || other instanceof Double
        ? Double.compare(one.doubleValue(), other.doubleValue())
        : decimal(one).compareTo(decimal(other));
  }

  /** Works out one step. */
  static Number calculate(char operator, Number one, Number other) {
    if (one instanceof Double || other instanceof Double) {
      return real(operator, one.doubleValue(), other.doubleValue());
    }
    if (one instanceof Long a && other instanceof Long b) {
      return whole(operator, a, b);
    }
    BigDecimal a = decimal(one);
    BigDecimal b = decimal(other);
    if ((operator == '/' || operator == '%') && b.signum() == 0) {
      throw zero();
    }
    return small(
        switch (operator) {
          case '+' -> a.add(b, DIGITS);
          case '-' -> a.subtract(b, DIGITS);
          case '*' -> a.multiply(b, DIGITS);
          case '/' -> a.divide(b, DIGITS);
          default -> remainder(a, b);
        });
  }

  private static BigDecimal remainder(BigDecimal a, BigDecimal b) {
    try {
      return a.remainder(b, DIGITS);
    } catch (ArithmeticException e) {
      throw SqlErrors.overflow();
    }
  }

  private static Number whole(char operator, long a, long b) {
    try {
      return switch (operator) {
        case '+' -> Math.addExact(a, b);
        case '-' -> Math.subtractExact(a, b);
        case '*' -> Math.multiplyExact(a, b);
        case '/' -> {
          if (b == 0) {
            throw zero();
          }
          yield Math.divideExact(a, b);
        }
        default -> {
          if (b == 0) {
            throw zero();
          }
          yield a % b;
        }
      };
    } catch (ArithmeticException e) {
      throw SqlErrors.overflow();
    }
  }

  private static Number real(char operator, double a, double b) {
    return switch (operator) {
      case '+' -> a + b;
      case '-' -> a - b;
      case '*' -> a * b;
      case '/' -> a / b;
      default -> a % b;
    };
  }

  private static RuntimeException zero() {
    return SqlErrors.of(
        "ExternalEvalException", "The query cannot be evaluated: division by zero.");
  }

  /** The mean of so many numbers. */
  static Number mean(Number sum, long count) {
    return sum instanceof Double real
        ? (Number) (real / count)
        : small(decimal(sum).divide(BigDecimal.valueOf(count), DIGITS).stripTrailingZeros());
  }

  /** As a whole number, what is behind the point cut off. */
  static Long toLong(Number number) {
    if (number instanceof Long whole) {
      return whole;
    }
    BigDecimal cut = decimal(number).setScale(0, RoundingMode.DOWN);
    if (cut.precision() > 19) {
      throw SqlErrors.overflow();
    }
    try {
      return cut.longValueExact();
    } catch (ArithmeticException e) {
      throw SqlErrors.overflow();
    }
  }
}
