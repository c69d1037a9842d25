package io.nephele.services.kms;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Encrypts with public keys and decrypts with private ones: RSA with OAEP, and SM2. */
final class PublicKeyCipher {
  private static final String CIPHER = "RSA/ECB/OAEPPadding";

  private final SecureRandom random;

  PublicKeyCipher(SecureRandom random) {
    this.random = random;
  }

  /** Encrypts; an error to the caller if it is too long for the key. */
  byte[] encrypt(Material material, String algorithm, byte[] plaintext) {
    if (material.spec().kind() == KeyKind.SM2) {
      return Sm2.encrypt(material.publicKey(BouncyKeys::publicKey), plaintext, random);
    }
    int max = material.spec().bits() / 8 - 2 * digestBytes(algorithm) - 2;
    if (plaintext.length > max) {
      throw KmsErrors.validation(
          "Algorithm "
              + algorithm
              + " and key spec "
              + material.spec().name()
              + " cannot encrypt data larger than "
              + max
              + " bytes.");
    }
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      PublicKey key = material.publicKey(PublicKeyCipher::rsaPublicKey);
      cipher.init(Cipher.ENCRYPT_MODE, key, oaep(algorithm), random);
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + CIPHER, e);
    }
  }

  /** Decrypts; an error to the caller if it is not what the public key encrypts to. */
  byte[] decrypt(Material material, String algorithm, byte[] ciphertext) {
    if (material.spec().kind() == KeyKind.SM2) {
      return Sm2.decrypt(material.privateKey(BouncyKeys::privateKey), ciphertext);
    }
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      PrivateKey key = material.privateKey(PublicKeyCipher::rsaPrivateKey);
      cipher.init(Cipher.DECRYPT_MODE, key, oaep(algorithm), random);
      return cipher.doFinal(ciphertext);
    } catch (GeneralSecurityException e) {
      throw KmsErrors.invalidCiphertext();
    }
  }

  private static int digestBytes(String algorithm) {
    return algorithm.endsWith("256") ? 32 : 20;
  }

  /** OAEP with one digest for label and mask. */
  static OAEPParameterSpec oaep(String algorithm) {
    boolean sha256 = algorithm.endsWith("256");
    return new OAEPParameterSpec(
        sha256 ? "SHA-256" : "SHA-1",
        "MGF1",
        sha256 ? MGF1ParameterSpec.SHA256 : MGF1ParameterSpec.SHA1,
        PSource.PSpecified.DEFAULT);
  }

  static PublicKey rsaPublicKey(byte[] encoded) {
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an RSA public key", e);
    }
  }

  static PrivateKey rsaPrivateKey(byte[] pkcs8) {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an RSA private key", e);
    }
  }
}
