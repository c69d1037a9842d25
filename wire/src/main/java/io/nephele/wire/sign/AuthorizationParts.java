package io.nephele.wire.sign;

/** The parts of an {@code Authorization} header; each is null where it is missing. */
final class AuthorizationParts {
  private String credential;
  private String signedHeaders;
  private String signature;
  private boolean malformed;

  private AuthorizationParts() {}

  /** Splits what follows the algorithm at commas and spaces. */
  static AuthorizationParts of(String text) {
    AuthorizationParts parts = new AuthorizationParts();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ',' || text.charAt(i) == ' ') {
        if (i > start) {
          parts.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return parts;
  }

  private void add(String part) {
    int equals = part.indexOf('=');
    if (equals < 0) {
      malformed = true;
      return;
    }
    String value = part.substring(equals + 1);
    switch (part.substring(0, equals)) {
      case "Credential" -> credential = credential == null ? value : credential;
      case "SignedHeaders" -> signedHeaders = signedHeaders == null ? value : signedHeaders;
      case "Signature" -> signature = signature == null ? value : signature;
      default -> {
        // AWS takes parts that it does not know
      }
    }
  }

  String credential() {
    return credential;
  }

  String signedHeaders() {
    return signedHeaders;
  }

  String signature() {
    return signature;
  }

  /** Whether a part has no equal sign. */
  boolean malformed() {
    return malformed;
  }

  boolean complete() {
    return credential != null && signedHeaders != null && signature != null;
  }
}
