package io.nephele.services.kms;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Unwraps key material that somebody imports. */
final class Unwrapping {
  private static final String RSA = "RSA/ECB/OAEPPadding";
  private static final String KEY_WRAP = "AES/KWP/NoPadding";

  private Unwrapping() {}

  /** The material; an error to the caller if it was not wrapped as agreed. */
  static byte[] unwrap(ImportParameters parameters, byte[] wrapped) {
    String algorithm = parameters.algorithm();
    byte[] wrappingKey = parameters.wrappingKey().toArray();
    if (algorithm.equals("SM2PKE")) {
      return Sm2.decrypt(BouncyKeys.privateKey(wrappingKey), wrapped);
    }
    PrivateKey key = PublicKeyCipher.rsaPrivateKey(wrappingKey);
    try {
      return algorithm.startsWith("RSA_AES_KEY_WRAP")
          ? unwrapInTwo(key, algorithm, wrapped)
          : decrypt(key, algorithm, wrapped);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw KmsErrors.invalidCiphertext();
    }
  }

  private static byte[] decrypt(PrivateKey key, String algorithm, byte[] wrapped)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(RSA);
    cipher.init(Cipher.DECRYPT_MODE, key, PublicKeyCipher.oaep(algorithm));
    return cipher.doFinal(wrapped);
  }

  /** An AES key that RSA encrypts, then the material that it wraps (RFC 5649). */
  private static byte[] unwrapInTwo(PrivateKey key, String algorithm, byte[] wrapped)
      throws GeneralSecurityException {
    int first = (((RSAPrivateKey) key).getModulus().bitLength() + 7) / 8;
    if (wrapped.length <= first) {
      throw new GeneralSecurityException("nothing after the wrapped key");
    }
    byte[] aes = decrypt(key, algorithm, Arrays.copyOf(wrapped, first));
    Cipher cipher = Cipher.getInstance(KEY_WRAP);
    cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(aes, "AES"));
    Key unwrapped =
        cipher.unwrap(
            Arrays.copyOfRange(wrapped, first, wrapped.length), "material", Cipher.SECRET_KEY);
    return unwrapped.getEncoded();
  }
}
