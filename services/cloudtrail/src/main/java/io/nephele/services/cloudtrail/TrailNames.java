package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.InvalidTrailNameException;

/** What trails may be called. */
final class TrailNames {
  private static final int SHORTEST = 3;
  private static final int LONGEST = 128;

  private TrailNames() {}

  static void check(String name) {
    if (name.isEmpty()) {
      throw new InvalidTrailNameException("Trail name cannot be blank!");
    }
    if (name.length() < SHORTEST) {
      throw new InvalidTrailNameException(
          "Trail name too short. Minimum allowed length: 3 characters. Specified name length: "
              + name.length()
              + " characters.");
    }
    if (name.length() > LONGEST) {
      throw new InvalidTrailNameException(
          "Trail name too long. Maximum allowed length: 128 characters. Specified name length: "
              + name.length()
              + " characters.");
    }
    if (!isLetterOrDigit(name.charAt(0))) {
      throw new InvalidTrailNameException("Trail name must starts with a letter or number.");
    }
    if (!isLetterOrDigit(name.charAt(name.length() - 1))) {
      throw new InvalidTrailNameException("Trail name must ends with a letter or number.");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetterOrDigit(c) && !isMark(c)) {
        throw new InvalidTrailNameException(
            "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers,"
                + " periods (.), hyphens (-), and underscores (_).");
      }
      if (isMark(c) && isMark(name.charAt(i - 1))) {
        throw new InvalidTrailNameException(
            "Trail name cannot have adjacent periods (.), hyphens (-) or underscores (_).");
      }
    }
  }

  private static boolean isMark(char c) {
    return c == '.' || c == '-' || c == '_';
  }

  private static boolean isLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
