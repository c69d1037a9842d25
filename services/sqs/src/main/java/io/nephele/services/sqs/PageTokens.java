package io.nephele.services.sqs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Tokens of pages: the name after which the next page begins, so that a token stays good whatever
 * changes meanwhile.
 */
final class PageTokens {
  private static final String MARK = "1:";

  private PageTokens() {}

  /** The token of the page after that name. */
  static String write(String name) {
    return Base64.getEncoder().encodeToString((MARK + name).getBytes(StandardCharsets.UTF_8));
  }

  /** The name in a token; an error to the caller if it is none of ours. */
  static String read(String token) {
    try {
      String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(MARK)) {
        return text.substring(MARK.length());
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw SqsErrors.invalidParameter("Invalid or expired next token.");
  }
}
