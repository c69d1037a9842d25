package io.nephele.wire;

import io.nephele.model.TimestampFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Timestamps in exactly the formats of the JSON, CBOR and REST protocols, in the years 0001 to
 * 9999.
 */
public final class Timestamps {
  private static final long MIN_SECOND = -62_135_596_800L;
  private static final long MAX_SECOND = 253_402_300_799L;
  private static final int MAX_LENGTH = 48;
  private static final DateTimeFormatter HTTP_DATE_WRITTEN =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HTTP_DATE_READ =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss[.SSS][.SS][.S] 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** Reads a text; an {@link IllegalArgumentException} says that it has not that format. */
  public static Instant parse(String text, TimestampFormat format) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("too long for a timestamp");
    }
    try {
      return switch (format) {
        case DATE_TIME -> parseDateTime(text);
        case HTTP_DATE -> ofRange(Instant.from(HTTP_DATE_READ.parse(text)));
        case EPOCH_SECONDS -> ofEpochSeconds(Numbers.decimal(text));
      };
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The instant that many seconds after 1970-01-01T00:00:00Z, to the nanosecond. */
  public static Instant ofEpochSeconds(BigDecimal seconds) {
    // The magnitude first: an exponent such as 1e999999999 must not be written out.
    if ((long) seconds.precision() - seconds.scale() > 13 || seconds.scale() > 400) {
      throw new IllegalArgumentException("not a time of the years 1 to 9999");
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    int nanos = seconds.subtract(whole).movePointRight(9).intValue();
    return ofRange(Instant.ofEpochSecond(whole.longValue(), nanos));
  }

  /** The instant that many seconds after 1970-01-01T00:00:00Z, to the microsecond. */
  public static Instant ofEpochSeconds(double seconds) {
    if (!(seconds >= MIN_SECOND && seconds <= MAX_SECOND)) {
      throw new IllegalArgumentException("not a time of the years 1 to 9999");
    }
    double whole = Math.floor(seconds);
    long micros = Math.round((seconds - whole) * 1e6);
    return Instant.ofEpochSecond((long) whole, micros * 1000);
  }

  /** The text of an instant in that format. */
  public static String format(Instant time, TimestampFormat format) {
    return switch (format) {
      case DATE_TIME -> dateTime(time);
      case HTTP_DATE -> HTTP_DATE_WRITTEN.format(time);
      case EPOCH_SECONDS -> epochSeconds(time);
    };
  }

  /** Seconds after 1970-01-01T00:00:00Z with as many decimals as are not zero. */
  public static String epochSeconds(Instant time) {
    if (time.getNano() == 0) {
      return Long.toString(time.getEpochSecond());
    }
    return BigDecimal.valueOf(time.getEpochSecond())
        .add(BigDecimal.valueOf(time.getNano(), 9))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String dateTime(Instant time) {
    String text = time.toString();
    if (time.getNano() == 0) {
      return text;
    }
    int end = text.length() - 1;
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end) + "Z";
  }

  /** RFC 3339 with a Z; offsets and shorter forms are refused, as AWS refuses them. */
  private static Instant parseDateTime(String text) {
    int length = text.length();
    if (length < 20
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || text.charAt(length - 1) != 'Z') {
      throw new IllegalArgumentException("not a date and time");
    }
    int nanos = 0;
    if (length > 20) {
      if (text.charAt(19) != '.' || length < 22) {
        throw new IllegalArgumentException("not a date and time");
      }
      int scale = 100_000_000;
      for (int i = 20; i < length - 1; i++) {
        nanos += digit(text, i) * scale;
        scale /= 10;
      }
    }
    int second = digits(text, 17, 2);
    LocalDateTime time =
        LocalDateTime.of(
            digits(text, 0, 4),
            digits(text, 5, 2),
            digits(text, 8, 2),
            digits(text, 11, 2),
            digits(text, 14, 2),
            second == 60 ? 59 : second, // a leap second
            nanos);
    return ofRange(time.toInstant(ZoneOffset.UTC));
  }

  private static int digits(String text, int start, int count) {
    int value = 0;
    for (int i = start; i < start + count; i++) {
      value = value * 10 + digit(text, i);
    }
    return value;
  }

  private static int digit(String text, int index) {
    int digit = text.charAt(index) - '0';
    if (digit < 0 || digit > 9) {
      throw new IllegalArgumentException("not a date and time");
    }
    return digit;
  }

  private static Instant ofRange(Instant time) {
    if (time.getEpochSecond() < MIN_SECOND || time.getEpochSecond() > MAX_SECOND) {
      throw new IllegalArgumentException("not a time of the years 1 to 9999");
    }
    return time;
  }
}
