package io.nephele.services.scheduler;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens that name the last item of a page. */
final class Pages {
  /** How many items a page has if nothing is said. */
  static final int MOST = 100;

  private Pages() {}

  static String encoded(String... names) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join("/", names).getBytes(StandardCharsets.UTF_8));
  }

  /** The names in a token, which are so many; null if there is no token. */
  static String[] decoded(String token, int parts) {
    if (token == null) {
      return null;
    }
    try {
      String[] names =
          new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("/", -1);
      if (names.length == parts) {
        return names;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw SchedulerErrors.validation("Invalid NextToken.");
  }
}
