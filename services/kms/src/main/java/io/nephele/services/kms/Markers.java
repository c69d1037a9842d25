package io.nephele.services.kms;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Pages of lists. A marker is the name after which the next page begins, so that it stays good
 * whatever changes meanwhile.
 */
final class Markers {
  private static final String MARK = "1:";

  private Markers() {}

  /** How many a page has: what the request says within the operation's bounds, or the usual. */
  static int limit(Integer asked, int usual, int max) {
    if (asked == null) {
      return usual;
    }
    if (asked > max) {
      throw KmsErrors.tooGreat(asked, "limit", max);
    }
    return asked;
  }

  /** The marker of the page after that name, null if there is none. */
  static String write(String name) {
    return name == null
        ? null
        : Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString((MARK + name).getBytes(StandardCharsets.UTF_8));
  }

  /** The name in a marker, null of no marker; an error to the caller if it is none of ours. */
  static String read(String marker) {
    if (marker == null) {
      return null;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
      if (text.startsWith(MARK)) {
        return text.substring(MARK.length());
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw KmsErrors.invalidMarker();
  }
}
