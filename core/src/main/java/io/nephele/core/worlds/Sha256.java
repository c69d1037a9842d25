package io.nephele.core.worlds;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Every Java has SHA-256. */
final class Sha256 {
  static final int LENGTH = 32;

  private Sha256() {}

  static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
