package io.nephele.services.kinesis;

import io.nephele.api.kinesis.ExpiredNextTokenException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Tokens of pages: when they were given out, and texts without line ends. */
final class PageTokens {
  private static final long LIFE_MILLIS = 300_000;
  private static final String MARK = "1";
  private static final int TIME_DIGITS = 18;

  private PageTokens() {}

  static String write(long now, String... texts) {
    String all = MARK + "\n" + now + "\n" + String.join("\n", texts);
    return Base64.getEncoder().encodeToString(all.getBytes(StandardCharsets.UTF_8));
  }

  /** The texts in a token; an error to the caller if it is none of ours, or too old. */
  static List<String> read(String token, long now) {
    List<String> parts = parts(token);
    if (parts == null) {
      throw KinesisErrors.invalid("Invalid NextToken.");
    }
    if (now - Long.parseLong(parts.get(1)) > LIFE_MILLIS) {
      throw new ExpiredNextTokenException("The NextToken has expired.");
    }
    return parts.subList(2, parts.size());
  }

  /** A mark, the time and the texts in a token; null if it is none of ours. */
  static List<String> parts(String token) {
    try {
      String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = text.split("\n", -1);
      boolean ours =
          parts.length > 2 && parts[0].equals(MARK) && HashKey.isDigits(parts[1], TIME_DIGITS);
      return ours ? List.of(parts) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
