package io.nephele.services.logs.events;

import io.nephele.services.logs.state.LogsErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens of pages, which say where the next page begins. */
public final class PageTokens {
  private PageTokens() {}

  /** The token for a text. */
  public static String write(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text of a token; an error to the caller if it is none. Null if there is no token. */
  public static String read(String token) {
    if (token == null) {
      return null;
    }
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  /** The error of tokens that are none. */
  public static io.nephele.model.AwsException invalid() {
    return LogsErrors.invalid("The specified nextToken is invalid.");
  }
}
