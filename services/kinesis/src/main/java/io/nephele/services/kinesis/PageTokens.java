package io.nephele.services.kinesis;

import io.nephele.api.kinesis.ExpiredNextTokenException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Tokens of pages: when they were given out, and texts without line ends. */
final class PageTokens {
  private static final long LIFE_MILLIS = 300_000;
  private static final String MARK = "1";

  private PageTokens() {}

  static String write(long now, String... texts) {
    String all = MARK + "\n" + now + "\n" + String.join("\n", texts);
    return Base64.getEncoder().encodeToString(all.getBytes(StandardCharsets.UTF_8));
  }

  /** The texts in a token; an error to the caller if it is none of ours, or too old. */
  static List<String> read(String token, long now) {
    try {
      String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = text.split("\n", -1);
      if (parts.length > 2 && parts[0].equals(MARK)) {
        if (now - Long.parseLong(parts[1]) > LIFE_MILLIS) {
          throw new ExpiredNextTokenException("The NextToken has expired.");
        }
        return List.of(parts).subList(2, parts.length);
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw KinesisErrors.invalid("Invalid NextToken.");
  }
}
