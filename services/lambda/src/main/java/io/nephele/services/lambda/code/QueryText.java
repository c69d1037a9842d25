package io.nephele.services.lambda.code;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Parts of URLs. */
public final class QueryText {
  private QueryText() {}

  /** The first value of a parameter, decoded; null where there is none. */
  public static String first(String query, String name) {
    if (query == null) {
      return null;
    }
    for (String part : query.split("&")) {
      if (part.startsWith(name)
          && part.length() > name.length()
          && part.charAt(name.length()) == '=') {
        return decode(part.substring(name.length() + 1));
      }
    }
    return null;
  }

  /** Percent-encoded text, decoded; what is no such text stays as it is. */
  public static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** A path, decoded; a plus stays one. */
  public static String decodePath(String path) {
    return path.indexOf('%') < 0 ? path : decode(path.replace("+", "%2B"));
  }
}
