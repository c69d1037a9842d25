package io.nephele.services.cloudwatch;

import io.nephele.api.cloudwatch.InvalidNextToken;
import io.nephele.core.store.Key;
import java.util.Base64;

/** Tokens of pages: the key that came last, so that a token stays good whatever changes. */
public final class PageTokens {
  private PageTokens() {}

  /** The token of the page after that. */
  public static String write(Key last) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(last.encoded());
  }

  /** The key that came last; null without a token. */
  public static Key read(String token) {
    if (token == null || token.isEmpty()) {
      return null;
    }
    try {
      Key key = Key.encoded(Base64.getUrlDecoder().decode(token));
      // Telling the key reads it, which fails if it is none.
      return key.toString().isEmpty() ? null : key;
    } catch (IllegalArgumentException e) {
      throw new InvalidNextToken("The specified nextToken is invalid.");
    }
  }
}
