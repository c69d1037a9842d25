package io.nephele.core.trail;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as records of calls write them, to the second, without a formatter's cost. */
public final class EventTimes {
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private EventTimes() {}

  /** For example {@code 2026-11-22T02:05:33Z}. */
  public static String iso(long millis) {
    LocalDateTime time = time(millis);
    StringBuilder text = new StringBuilder(20);
    text.append(time.getYear()).append('-');
    two(text, time.getMonthValue()).append('-');
    two(text, time.getDayOfMonth()).append('T');
    two(text, time.getHour()).append(':');
    two(text, time.getMinute()).append(':');
    return two(text, time.getSecond()).append('Z').toString();
  }

  /** As times stand in parameters and results, for example {@code Nov 22, 2026, 2:05:33 AM}. */
  static String inParameters(long millis) {
    LocalDateTime time = time(millis);
    StringBuilder text = new StringBuilder(24);
    text.append(MONTHS[time.getMonthValue() - 1]).append(' ').append(time.getDayOfMonth());
    text.append(", ").append(time.getYear()).append(", ");
    text.append(time.getHour() % 12 == 0 ? 12 : time.getHour() % 12).append(':');
    two(text, time.getMinute()).append(':');
    two(text, time.getSecond());
    return text.append(time.getHour() < 12 ? " AM" : " PM").toString();
  }

  private static LocalDateTime time(long millis) {
    return LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000), 0, ZoneOffset.UTC);
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return (number < 10 ? text.append('0') : text).append(number);
  }
}
