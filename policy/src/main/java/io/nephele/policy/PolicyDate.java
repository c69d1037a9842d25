package io.nephele.policy;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A date of a date condition: ISO 8601 as AWS accepts it (a year alone up to nanoseconds with an
 * offset; no offset is UTC) or seconds since 1970.
 */
record PolicyDate(long epochSecond, int nano) implements Comparable<PolicyDate> {
  /** Reads a date, or gives null when AWS would not take it for one. */
  static PolicyDate parse(String text) {
    if (text.isEmpty() || text.length() > 64) {
      return null;
    }
    return new Reader(text).read();
  }

  @Override
  public int compareTo(PolicyDate other) {
    int seconds = Long.compare(epochSecond, other.epochSecond);
    return seconds != 0 ? seconds : Integer.compare(nano, other.nano);
  }

  /** One pass over the text; {@code failed} stays set once something is wrong. */
  private static final class Reader {
    private final String text;
    private int at;
    private boolean failed;

    Reader(String text) {
      this.text = text;
    }

    PolicyDate read() {
      boolean signed = text.charAt(0) == '-' || text.charAt(0) == '+';
      int digits = 0;
      for (int i = signed ? 1 : 0; i < text.length() && isDigit(text.charAt(i)); i++) {
        digits++;
      }
      if (digits + (signed ? 1 : 0) == text.length() && (signed || digits != 4)) {
        return epoch();
      }
      if (signed) {
        at = 1;
      }
      int year = number(1, 9);
      int month = skip('-') ? number(1, 2) : 1;
      int day = skip('-') ? number(1, 2) : 1;
      int[] time = new int[3];
      int nano = 0;
      int offset = 0;
      if (skip('T') || skip('t')) {
        if (at < text.length() && isDigit(text.charAt(at))) {
          time[0] = number(1, 2);
          time[1] = skip(':') ? number(1, 2) : 0;
          time[2] = skip(':') ? number(1, 2) : 0;
          nano = skip('.') || skip(',') ? fraction() : 0;
        }
        offset = offset();
      }
      if (failed || at != text.length()) {
        return null;
      }
      try {
        LocalDateTime local =
            LocalDateTime.of(
                text.charAt(0) == '-' ? -year : year, month, day, time[0], time[1], time[2]);
        return new PolicyDate(local.toEpochSecond(ZoneOffset.UTC) - offset, nano);
      } catch (DateTimeException e) {
        return null;
      }
    }

    private PolicyDate epoch() {
      try {
        return new PolicyDate(Long.parseLong(text), 0);
      } catch (NumberFormatException e) {
        return null;
      }
    }

    private int offset() {
      if (skip('Z') || skip('z') || at == text.length()) {
        return 0;
      }
      int sign = skip('+') ? 1 : skip('-') ? -1 : 0;
      failed |= sign == 0;
      int hours = number(2, 2);
      boolean minutesFollow = skip(':') || at < text.length();
      int minutes = minutesFollow ? number(2, 2) : 0;
      failed |= hours > 23 || minutes > 59;
      return sign * (hours * 3600 + minutes * 60);
    }

    private int fraction() {
      int start = at;
      int value = number(1, 9);
      for (int i = at - start; i < 9; i++) {
        value *= 10;
      }
      return value;
    }

    private int number(int fewest, int most) {
      int start = at;
      int value = 0;
      while (at < text.length() && at - start < most && isDigit(text.charAt(at))) {
        value = value * 10 + (text.charAt(at++) - '0');
      }
      failed |= at - start < fewest;
      return value;
    }

    private boolean skip(char c) {
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
