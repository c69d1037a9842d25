package io.nephele.wire.sign;

/**
 * How requests are signed: version 4 with a shared key for one region, version 4a with an elliptic
 * key for a set of regions.
 */
public enum SigningAlgorithm {
  /** Signature version 4. */
  HMAC("AWS4-HMAC-SHA256"),
  /** Signature version 4a. */
  ECDSA("AWS4-ECDSA-P256-SHA256");

  private final String text;

  SigningAlgorithm(String text) {
    this.text = text;
  }

  /** The name in headers, URLs and signed texts. */
  public String text() {
    return text;
  }

  /** The algorithm of that name, or null. */
  static SigningAlgorithm of(String name) {
    for (SigningAlgorithm algorithm : values()) {
      if (algorithm.text.equals(name)) {
        return algorithm;
      }
    }
    return null;
  }

  /** How many parts a credential has: version 4a names no region. */
  int credentialParts() {
    return this == HMAC ? 5 : 4;
  }
}
