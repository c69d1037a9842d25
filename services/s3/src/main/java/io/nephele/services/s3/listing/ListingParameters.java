package io.nephele.services.s3.listing;

import io.nephele.services.s3.S3Errors;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the three listings check and tell alike. */
public final class ListingParameters {
  private static final int MOST = 1000;

  private ListingParameters() {}

  /** How many items a page has at most. */
  static int most(Integer maxKeys) {
    if (maxKeys == null) {
      return MOST;
    }
    if (maxKeys < 0) {
      throw S3Errors.invalidArgument(
          "Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys", maxKeys);
    }
    return Math.min(maxKeys, MOST);
  }

  /** Whether keys are encoded as in URLs. */
  public static boolean isEncoded(String encodingType) {
    if (encodingType == null) {
      return false;
    }
    if (!encodingType.equals("url")) {
      throw S3Errors.invalidArgument(
          "Invalid Encoding Method specified in Request", "encoding-type", encodingType);
    }
    return true;
  }

  /** Whether the state of restored copies is told. */
  static boolean tellsRestores(List<String> attributes) {
    if (attributes == null) {
      return false;
    }
    for (String attribute : attributes) {
      if (!attribute.equals("RestoreStatus")) {
        throw S3Errors.invalidArgument(
            "Invalid attribute name specified.", "x-amz-optional-object-attributes", attribute);
      }
    }
    return !attributes.isEmpty();
  }

  /** A text as the answer tells it; null stays null. */
  public static String shown(String text, boolean encoded) {
    if (!encoded || text == null || isPlain(text)) {
      return text;
    }
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '-' && c <= '9') || c == '_';
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  public static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  public static String orNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
