package io.nephele.services.s3.select.sql;

import java.util.Locale;

/** The functions of single values, with how many arguments they take. */
public enum Function {
  COALESCE(1, Integer.MAX_VALUE),
  NULLIF(2, 2),
  CHAR_LENGTH(1, 1),
  CHARACTER_LENGTH(1, 1),
  LOWER(1, 1),
  UPPER(1, 1),
  SUBSTRING(2, 3),
  /** The text, {@code LEADING}, {@code TRAILING} or {@code BOTH}, and the characters. */
  TRIM(3, 3),
  /** The part, the quantity, and the timestamp. */
  DATE_ADD(3, 3),
  DATE_DIFF(3, 3),
  EXTRACT(2, 2),
  TO_STRING(2, 2),
  TO_TIMESTAMP(1, 1),
  UTCNOW(0, 0);

  private final int fewest;
  private final int most;

  Function(int fewest, int most) {
    this.fewest = fewest;
    this.most = most;
  }

  boolean takes(int arguments) {
    return arguments >= fewest && arguments <= most;
  }

  /** The function of that name, or null. */
  static Function of(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    for (Function function : values()) {
      if (function.name().equals(wanted)) {
        return function;
      }
    }
    return null;
  }
}
