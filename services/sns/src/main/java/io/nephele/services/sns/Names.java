package io.nephele.services.sns;

/** Of which characters names are. */
final class Names {
  private Names() {}

  /** Whether it is a letter of ASCII, a digit, a hyphen or an underscore. */
  static boolean isCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
