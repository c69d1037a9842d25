package io.nephele.services.s3.select.sql;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A moment, of which perhaps only the year or the day is known.
 *
 * @param exactness the last part that is known
 */
public record Timestamp(OffsetDateTime time, DatePart exactness) {
  private static final int LONGEST_PATTERN = 100;

  /** A moment that is known to the second and beyond. */
  public static Timestamp of(Instant instant) {
    return new Timestamp(instant.atOffset(ZoneOffset.UTC), DatePart.SECOND);
  }

  /** Reads {@code 2007T}, {@code 2007-02T}, {@code 2007-02-23} and moments of that day. */
  static Timestamp parse(String text) {
    try {
      String date = text.endsWith("T") ? text.substring(0, text.length() - 1) : text;
      return switch (date.length()) {
        case 4 -> at(date + "-01-01T00:00Z", DatePart.YEAR);
        case 7 -> at(date + "-01T00:00Z", DatePart.MONTH);
        case 10 -> at(date + "T00:00Z", DatePart.DAY);
        default -> {
          int zone = Math.max(date.indexOf('+', 10), date.indexOf('-', 10));
          int end = zone < 0 ? date.indexOf('Z') : zone;
          boolean minutes = (end < 0 ? date.length() : end) == 16;
          String full = end < 0 ? date + "Z" : date;
          yield at(full.replace(' ', 'T'), minutes ? DatePart.MINUTE : DatePart.SECOND);
        }
      };
    } catch (DateTimeException e) {
      throw SqlErrors.timestamp(text.length() > 50 ? text.substring(0, 50) : text);
    }
  }

  private static Timestamp at(String text, DatePart exactness) {
    return new Timestamp(OffsetDateTime.parse(text), exactness);
  }

  /** The moment so many parts later. */
  Timestamp plus(DatePart part, long count) {
    try {
      DatePart exact = part.compareTo(exactness) > 0 ? part : exactness;
      return new Timestamp(time.plus(count, unit(part)), exact);
    } catch (DateTimeException | ArithmeticException e) {
      throw SqlErrors.overflow();
    }
  }

  /** How many whole parts later the other is. */
  long until(DatePart part, Timestamp other) {
    return unit(part).between(time, other.time);
  }

  private static ChronoUnit unit(DatePart part) {
    return switch (part) {
      case YEAR -> ChronoUnit.YEARS;
      case MONTH -> ChronoUnit.MONTHS;
      case DAY -> ChronoUnit.DAYS;
      case HOUR -> ChronoUnit.HOURS;
      case MINUTE -> ChronoUnit.MINUTES;
      case SECOND -> ChronoUnit.SECONDS;
      case TIMEZONE_HOUR, TIMEZONE_MINUTE ->
          throw SqlErrors.of("UnsupportedSyntax", "Encountered invalid syntax: a time zone part.");
    };
  }

  /** One part as a number. */
  long part(DatePart part) {
    return switch (part) {
      case YEAR -> time.getYear();
      case MONTH -> time.getMonthValue();
      case DAY -> time.getDayOfMonth();
      case HOUR -> time.getHour();
      case MINUTE -> time.getMinute();
      case SECOND -> time.getSecond();
      case TIMEZONE_HOUR -> time.getOffset().getTotalSeconds() / 3600;
      case TIMEZONE_MINUTE -> time.getOffset().getTotalSeconds() / 60 % 60;
    };
  }

  /** As a pattern says. */
  String format(String pattern) {
    try {
      if (pattern.length() <= LONGEST_PATTERN) {
        return DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ENGLISH).format(time);
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw SqlErrors.timestamp(pattern);
    }
    throw SqlErrors.timestamp(pattern.substring(0, LONGEST_PATTERN));
  }

  @Override
  public String toString() {
    String text = time.toString();
    return switch (exactness) {
      case YEAR -> text.substring(0, 4) + "T";
      case MONTH -> text.substring(0, 7) + "T";
      case DAY -> text.substring(0, 10);
      default -> text;
    };
  }
}
