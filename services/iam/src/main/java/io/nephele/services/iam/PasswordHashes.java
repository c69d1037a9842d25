package io.nephele.services.iam;

import io.nephele.model.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes passwords: PBKDF2 with HMAC-SHA-256, with as many rounds as NIST SP 800-63B asks for at
 * least. More would be felt by tests that make many users.
 */
final class PasswordHashes {
  /** How often new hashes apply the hash function. */
  static final int ROUNDS = 10_000;

  /** How many bytes a salt has. */
  static final int SALT_LENGTH = 16;

  private static final int BITS = 256;

  private PasswordHashes() {}

  static Bytes hash(String password, Bytes salt, int rounds) {
    PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt.toArray(), rounds, BITS);
    try {
      return Bytes.of(
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has PBKDF2WithHmacSHA256", e);
    } finally {
      key.clearPassword();
    }
  }

  /** Whether a hash is among the first of some. */
  static boolean isAmong(Bytes hash, List<Bytes> hashes, int first) {
    boolean found = false;
    for (Bytes each : hashes.subList(0, Math.min(first, hashes.size()))) {
      found |= MessageDigest.isEqual(hash.toArray(), each.toArray());
    }
    return found;
  }
}
