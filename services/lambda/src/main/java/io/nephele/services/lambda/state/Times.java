package io.nephele.services.lambda.state;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as texts, as Lambda writes them. */
public final class Times {
  private static final DateTimeFormatter WITH_OFFSET =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter WITH_LETTER =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  /** Such as {@code 2026-01-31T10:00:00.000+0000}. */
  public static String withOffset(Instant time) {
    return WITH_OFFSET.format(time);
  }

  /** Such as {@code 2026-01-31T10:00:00.000Z}. */
  public static String withLetter(Instant time) {
    return WITH_LETTER.format(time);
  }
}
