package io.nephele.wire.xml;

import io.nephele.model.Service;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;

/** Timestamps as the text that XML documents and query parameters carry. */
final class TimestampText {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int MAX_LENGTH = 64;

  /**
   * The services whose documents always show milliseconds; the others leave out a fraction of zero.
   */
  private static final Set<String> ALWAYS_MILLISECONDS =
      Set.of(
          "s3",
          "s3control",
          "ec2",
          "autoscaling",
          "rds",
          "elasticache",
          "elb",
          "elbv2",
          "redshift");

  private TimestampText() {}

  /**
   * Reads a timestamp of that format; null stands for date-time, where seconds since 1970 are
   * understood too.
   */
  static Instant parse(String text, TimestampFormat format) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("not a timestamp");
    }
    try {
      return format == null || format == TimestampFormat.DATE_TIME
          ? inRange(dateTime(text))
          : Timestamps.parse(text, format);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("not a timestamp", e);
    }
  }

  static String format(Instant time, TimestampFormat format, Service service) {
    if (format != TimestampFormat.DATE_TIME) {
      return Timestamps.format(time, format);
    }
    Instant shown = time.truncatedTo(ChronoUnit.MILLIS);
    return shown.getNano() != 0 || ALWAYS_MILLISECONDS.contains(service.name())
        ? MILLISECONDS.format(shown)
        : shown.toString();
  }

  private static Instant inRange(Instant time) {
    int year = time.atOffset(ZoneOffset.UTC).getYear();
    if (year < 1 || year > 9999) {
      throw new IllegalArgumentException("not a time of the years 1 to 9999");
    }
    return time;
  }

  private static Instant dateTime(String text) {
    int last = text.length() - 1;
    boolean numeric = text.indexOf('-', 1) < 0 && Character.isDigit(text.charAt(last));
    if (numeric && text.indexOf('T') < 0) {
      return Timestamps.parse(text, TimestampFormat.EPOCH_SECONDS);
    }
    int time = text.indexOf('T');
    if (time < 0) {
      return LocalDateTime.parse(text + "T00:00:00").toInstant(ZoneOffset.UTC);
    }
    boolean zoned =
        text.charAt(last) == 'Z' || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
    return zoned
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }
}
