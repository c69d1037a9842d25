package io.nephele.identity.usage;

/** Patterns that stand for several resources. */
final class ResourcePatterns {
  private ResourcePatterns() {}

  /**
   * The pattern of the resources that lie beside one: what comes after the first slash or colon of
   * its name is left open, for example {@code arn:aws:s3:::bucket/*}.
   */
  static String around(String arn) {
    int at = 0;
    for (int colons = 0; colons < 5; colons++) {
      at = arn.indexOf(':', at) + 1;
      if (at == 0) {
        return "*";
      }
    }
    for (int i = at; i < arn.length(); i++) {
      if (arn.charAt(i) == '/' || arn.charAt(i) == ':') {
        return arn.substring(0, i + 1) + '*';
      }
    }
    return arn.substring(0, at) + '*';
  }
}
