package io.nephele.services.kms;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.HexFormat;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/** Signatures of PKCS #1 version 1.5 of digests, which the JDK makes of messages only. */
final class PkcsOne {
  private static final String CIPHER = "RSA/ECB/PKCS1Padding";

  // The DigestInfo of RFC 8017, section 9.2, up to the digest.
  private static final String SHA_256 = "3031300d060960864801650304020105000420";
  private static final String SHA_384 = "3041300d060960864801650304020205000430";
  private static final String SHA_512 = "3051300d060960864801650304020305000440";

  private PkcsOne() {}

  static byte[] sign(PrivateKey key, SigningAlgorithm algorithm, byte[] digest)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return cipher.doFinal(digestInfo(algorithm, digest));
  }

  static boolean verify(PublicKey key, SigningAlgorithm algorithm, byte[] digest, byte[] signature)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(Cipher.DECRYPT_MODE, key);
    try {
      return MessageDigest.isEqual(cipher.doFinal(signature), digestInfo(algorithm, digest));
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      return false;
    }
  }

  private static byte[] digestInfo(SigningAlgorithm algorithm, byte[] digest) {
    byte[] begin =
        HexFormat.of()
            .parseHex(
                switch (algorithm.digest()) {
                  case "SHA-256" -> SHA_256;
                  case "SHA-384" -> SHA_384;
                  default -> SHA_512;
                });
    byte[] all = new byte[begin.length + digest.length];
    System.arraycopy(begin, 0, all, 0, begin.length);
    System.arraycopy(digest, 0, all, begin.length, digest.length);
    return all;
  }
}
