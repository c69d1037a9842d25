package io.nephele.identity.pem;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;

/** Finds out by a signature whether keys are a pair: that of a curve does not tell otherwise. */
final class SignatureCheck {
  private static final byte[] TEXT = "pair".getBytes(StandardCharsets.US_ASCII);

  private SignatureCheck() {}

  static boolean isPair(ECPrivateKey privateKey, ECPublicKey publicKey) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(privateKey);
      signer.update(TEXT);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(publicKey);
      verifier.update(TEXT);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
