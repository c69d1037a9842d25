package io.nephele.services.xray;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A page of a list.
 *
 * @param nextToken where the next page begins, or null
 */
record Pages<T>(List<T> items, String nextToken) {
  /** The page of a list that a token names. */
  static <T> Pages<T> of(List<T> all, String token, int most) {
    int from = offset(token, all.size());
    int to = Math.min(all.size(), from + most);
    return new Pages<>(List.copyOf(all.subList(from, to)), to < all.size() ? token(to) : null);
  }

  /** The token of a place in a list. */
  static String token(int offset) {
    return encode("at:" + offset);
  }

  /** The place that a token names; 0 without one. */
  static int offset(String token, int size) {
    if (token == null) {
      return 0;
    }
    String text = decode(token);
    if (!text.startsWith("at:")) {
      throw XRayErrors.token();
    }
    try {
      return Math.clamp(Integer.parseInt(text.substring(3)), 0, size);
    } catch (NumberFormatException e) {
      throw XRayErrors.token();
    }
  }

  static String encode(String text) {
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw XRayErrors.token();
    }
  }
}
