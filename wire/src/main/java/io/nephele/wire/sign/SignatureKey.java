package io.nephele.wire.sign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.HexFormat;

/** What verifies the signatures of one access key. */
sealed interface SignatureKey {
  /** Whether the signature, in hexadecimal digits, is that of the text. */
  boolean verifies(String stringToSign, String signature);

  /** Version 4: the key derived for a day, region and service. */
  record Shared(byte[] key) implements SignatureKey {
    @Override
    public boolean verifies(String stringToSign, String signature) {
      return Hashes.same(Hashes.hex(Hashes.hmac(key, stringToSign)), signature);
    }
  }

  /** Version 4a: the public half of the key derived from the secret. */
  record Elliptic(PublicKey key) implements SignatureKey {
    private static final int MAX_DIGITS = 144; // two numbers of 33 bytes and what DER adds

    @Override
    public boolean verifies(String stringToSign, String signature) {
      if (signature.length() > MAX_DIGITS) {
        return false;
      }
      try {
        byte[] encoded = HexFormat.of().parseHex(signature);
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key);
        verifier.update(stringToSign.getBytes(StandardCharsets.UTF_8));
        return verifier.verify(encoded);
      } catch (IllegalArgumentException | SignatureException e) {
        return false; // not hexadecimal, or not the form of a signature
      } catch (NoSuchAlgorithmException | InvalidKeyException e) {
        throw new IllegalStateException((GeneralSecurityException) e);
      }
    }
  }
}
