package io.nephele.wire.sign;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The forms of time in signatures. */
final class SignatureTimes {
  /** How far a client's clock may be off, in seconds. */
  static final long SKEW = 900;

  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SERVER =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SignatureTimes() {}

  /** {@code 20150830T123600Z}. */
  static String basic(Instant time) {
    return BASIC.format(time);
  }

  /** {@code 2015-08-30T12:36:00Z}, as S3 writes it in errors. */
  static String server(Instant time) {
    return SERVER.format(time);
  }

  /** Reads {@code 20150830T123600Z}; null if it is not of that form. */
  static Instant parseBasic(String text) {
    return text.length() == 16 && text.charAt(15) == 'Z' ? local(text, ZoneOffset.UTC) : null;
  }

  /**
   * Reads the basic form, with an offset in place of the Z too, or the date of HTTP headers; null
   * if it is of no such form.
   */
  static Instant parse(String text) {
    String stripped = text.strip();
    Instant basic = parseBasic(stripped);
    if (basic != null) {
      return basic;
    }
    try {
      if (stripped.length() == 20 && (stripped.charAt(15) == '+' || stripped.charAt(15) == '-')) {
        return local(stripped, ZoneOffset.of(stripped.substring(15)));
      }
      if (stripped.length() > 40) {
        return null;
      }
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(stripped, Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant local(String text, ZoneOffset offset) {
    if (text.charAt(8) != 'T') {
      return null;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 4, 6);
    int day = digits(text, 6, 8);
    int hour = digits(text, 9, 11);
    int minute = digits(text, 11, 13);
    int second = digits(text, 13, 15);
    if ((year | month | day | hour | minute | second) < 0) {
      return null;
    }
    try {
      return LocalDateTime.of(year, month, day, hour, minute, second).toInstant(offset);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }
}
