package io.nephele.services.s3.select.sql;

import java.util.Locale;

/** The parts of a timestamp, the longest first. */
enum DatePart {
  YEAR,
  MONTH,
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  TIMEZONE_HOUR,
  TIMEZONE_MINUTE;

  /** The part of that name, or null. */
  static DatePart of(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    for (DatePart part : values()) {
      if (part.name().equals(wanted)) {
        return part;
      }
    }
    return null;
  }
}
