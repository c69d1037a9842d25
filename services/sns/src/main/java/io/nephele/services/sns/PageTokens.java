package io.nephele.services.sns;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens of pages: what came last, so that a token stays good whatever changes meanwhile. */
final class PageTokens {
  private static final String MARK = "1:";

  private PageTokens() {}

  /** The token of the page after that. */
  static String write(String last) {
    return Base64.getEncoder().encodeToString((MARK + last).getBytes(StandardCharsets.UTF_8));
  }

  /** What came last, null without a token; an error to the caller if it is none of ours. */
  static String read(String token) {
    if (token == null || token.isEmpty()) {
      return null;
    }
    try {
      String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(MARK)) {
        return text.substring(MARK.length());
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw SnsErrors.invalid("NextToken");
  }
}
