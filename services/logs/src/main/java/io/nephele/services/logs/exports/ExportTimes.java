package io.nephele.services.logs.exports;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;

/** Timestamps as exported lines begin with them. */
final class ExportTimes {
  private ExportTimes() {}

  /** A time in milliseconds since 1970 as {@code 2026-01-31T10:00:00.000Z}. */
  static String text(long millis) {
    ZonedDateTime at = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
        at.getYear(),
        at.getMonthValue(),
        at.getDayOfMonth(),
        at.getHour(),
        at.getMinute(),
        at.getSecond(),
        at.getNano() / 1_000_000);
  }
}
