package io.nephele.core.text;

/** The ids that users give to what they set up. */
public final class UserIds {
  /** What an id must be, for messages that begin with its name. */
  public static final String RULE = "must be 1 to 64 letters, digits, hyphens, dots or underscores";

  private static final int LONGEST = 64;

  private UserIds() {}

  /** Whether the text can be an id. */
  public static boolean isGood(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }
}
