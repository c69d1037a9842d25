package io.nephele.services.logs.insights;

import java.util.Locale;

/** Periods such as 30s, 5m or 1h. */
final class Periods {
  private Periods() {}

  /** A period in milliseconds; an error to the caller if the token is none. */
  static long parse(Token token) {
    String text = token.text();
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    long unit =
        switch (text.substring(end).toLowerCase(Locale.ROOT)) {
          case "ms", "msec" -> 1;
          case "s", "sec", "second", "seconds" -> 1000;
          case "m", "min", "mins", "minute", "minutes" -> 60_000;
          case "h", "hr", "hrs", "hour", "hours" -> 3_600_000;
          case "d", "day", "days" -> 86_400_000;
          case "w", "week", "weeks" -> 604_800_000;
          default -> 0;
        };
    long count = end == 0 || end > 6 ? 0 : Long.parseLong(text.substring(0, end));
    if (unit == 0 || count == 0) {
      throw Malformed.at("unexpected symbol found " + text + ", not a period", token);
    }
    return count * unit;
  }
}
