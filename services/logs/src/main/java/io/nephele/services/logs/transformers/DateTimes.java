package io.nephele.services.logs.transformers;

import io.nephele.api.logs.DateTimeConverter;
import io.nephele.services.logs.state.LogsErrors;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes times in another form. */
final class DateTimes {
  private static final String USUAL = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
  private static final String EPOCH = "epoch";

  private DateTimes() {}

  static Processing converter(DateTimeConverter config) {
    Locale locale = config.locale() == null ? Locale.ROOT : Locale.forLanguageTag(config.locale());
    List<DateTimeFormatter> patterns = new ArrayList<>();
    for (String pattern : config.matchPatterns()) {
      patterns.add(pattern.equals(EPOCH) ? null : formatter(pattern, locale));
    }
    DateTimeFormatter target =
        formatter(config.targetFormat() == null ? USUAL : config.targetFormat(), locale);
    ZoneId from = zone(config.sourceTimezone());
    ZoneId to = zone(config.targetTimezone());
    return event -> {
      Object value = event.get(config.source());
      if (value == null) {
        throw new UntransformableException(config.source() + " is not there");
      }
      for (DateTimeFormatter pattern : patterns) {
        ZonedDateTime time = parse(value.toString(), pattern, from);
        if (time != null) {
          event.put(config.target(), target.format(time.withZoneSameInstant(to)), true);
          return;
        }
      }
      throw new UntransformableException(value + " has none of the patterns");
    };
  }

  private static DateTimeFormatter formatter(String pattern, Locale locale) {
    try {
      return DateTimeFormatter.ofPattern(pattern, locale);
    } catch (IllegalArgumentException e) {
      throw LogsErrors.invalid("Invalid date and time pattern: " + pattern);
    }
  }

  private static ZoneId zone(String name) {
    try {
      return name == null ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw LogsErrors.invalid("Invalid time zone: " + name);
    }
  }

  /** The time that a text says, or null; what it does not say is that of 1970 and midnight. */
  private static ZonedDateTime parse(String text, DateTimeFormatter pattern, ZoneId zone) {
    try {
      if (pattern == null) {
        Object number = Numbers.of(text);
        return number instanceof Long millis
            ? Instant.ofEpochMilli(Math.abs(millis) < 100_000_000_000L ? millis * 1000 : millis)
                .atZone(ZoneOffset.UTC)
            : null;
      }
      TemporalAccessor parsed = pattern.parse(text);
      ZoneId own = parsed.query(TemporalQueries.zone());
      LocalDate date = parsed.query(TemporalQueries.localDate());
      if (date == null && parsed.isSupported(ChronoField.MONTH_OF_YEAR)) {
        boolean day = parsed.isSupported(ChronoField.DAY_OF_MONTH);
        boolean year = parsed.isSupported(ChronoField.YEAR);
        date =
            LocalDate.of(
                year ? parsed.get(ChronoField.YEAR) : 1970,
                parsed.get(ChronoField.MONTH_OF_YEAR),
                day ? parsed.get(ChronoField.DAY_OF_MONTH) : 1);
      }
      LocalTime time = parsed.query(TemporalQueries.localTime());
      return ZonedDateTime.of(
          date == null ? LocalDate.EPOCH : date,
          time == null ? LocalTime.MIDNIGHT : time,
          own == null ? zone : own);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
