package io.nephele.services.s3.select.sql;

import java.math.BigDecimal;

/** What can be done with values whatever their types. */
public final class Values {
  private Values() {}

  /** How two values compare, or null where that cannot be said. */
  static Integer compare(Object one, Object other) {
    if (Missing.isAbsent(one) || Missing.isAbsent(other)) {
      return null;
    }
    if (one instanceof String a && other instanceof String b) {
      return a.compareTo(b);
    }
    if (one instanceof Number || other instanceof Number) {
      Number a = find(one);
      Number b = find(other);
      return a == null || b == null ? null : (Integer) Numbers.compare(a, b);
    }
    if (one instanceof Timestamp a && other instanceof Timestamp b) {
      return a.time().toInstant().compareTo(b.time().toInstant());
    }
    if (one instanceof Boolean || other instanceof Boolean) {
      Boolean a = truth(one);
      Boolean b = truth(other);
      return a == null || b == null ? null : (Integer) a.compareTo(b);
    }
    return one.equals(other) ? 0 : null;
  }

  private static Number find(Object value) {
    return value instanceof Number number
        ? number
        : value instanceof String text ? Numbers.find(text) : null;
  }

  private static Boolean truth(Object value) {
    return value instanceof Boolean truth
        ? truth
        : value instanceof String text ? truth(text) : null;
  }

  private static Boolean truth(String text) {
    return text.equalsIgnoreCase("true")
        ? Boolean.TRUE
        : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
  }

  /** The number that a value is, which is not absent. */
  static Number number(Object value) {
    Number number = find(value);
    if (number == null) {
      throw SqlErrors.cast();
    }
    return number;
  }

  /** The text that a value is, which is not absent. */
  public static String text(Object value) {
    return value instanceof BigDecimal exact ? exact.toPlainString() : String.valueOf(value);
  }

  static Timestamp timestamp(Object value) {
    return switch (value) {
      case Timestamp timestamp -> timestamp;
      case String text -> Timestamp.parse(text.strip());
      default -> throw SqlErrors.cast();
    };
  }

  /** A value as another type. */
  static Object cast(Object value, Expression.Type type) {
    if (Missing.isAbsent(value)) {
      return value;
    }
    return switch (type) {
      case BOOLEAN -> bool(value);
      case INTEGER -> value instanceof Boolean truth ? (truth ? 1L : 0L) : whole(value);
      case STRING -> text(value);
      case FLOAT -> number(value).doubleValue();
      case DECIMAL -> Numbers.decimal(number(value));
      case TIMESTAMP -> timestamp(value);
    };
  }

  private static Long whole(Object value) {
    return Numbers.toLong(number(value));
  }

  private static Boolean bool(Object value) {
    if (value instanceof Number number) {
      return Numbers.compare(number, 0L) != 0;
    }
    Boolean truth = truth(value);
    if (truth == null) {
      throw SqlErrors.cast();
    }
    return truth;
  }
}
