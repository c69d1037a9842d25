package io.nephele.identity.pem;

import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Set;

/**
 * Private keys in PEM: RSA and elliptic curve, in PKCS #8 or the older forms that OpenSSL writes
 * (PKCS #1, SEC 1). Encrypted ones are not taken.
 */
public final class PrivateKeys {
  private static final Set<String> LABELS =
      Set.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");

  private PrivateKeys() {}

  /**
   * Reads the one key of a text. Parameters of an elliptic curve may stand before it.
   *
   * @throws InvalidKeyException if it is none, or not one that can be used
   */
  public static PrivateKey read(String pem) throws InvalidKeyException {
    List<PemBlock> blocks = PemBlock.readAll(pem);
    if (blocks == null) {
      throw new InvalidKeyException("not PEM");
    }
    PemBlock found = null;
    for (PemBlock block : blocks) {
      if (!block.label().equals("EC PARAMETERS")) {
        if (found != null || block.encrypted() || !LABELS.contains(block.label())) {
          throw new InvalidKeyException("not one private key that is not encrypted");
        }
        found = block;
      }
    }
    if (found == null) {
      throw new InvalidKeyException("no key");
    }
    return decode(found);
  }

  private static PrivateKey decode(PemBlock block) throws InvalidKeyException {
    byte[] pkcs8 =
        switch (block.label()) {
          case "RSA PRIVATE KEY" -> Pkcs8.ofPkcs1(block.content());
          case "EC PRIVATE KEY" -> Pkcs8.ofSec1(block.content());
          default -> block.content();
        };
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // it may be one of the other algorithm
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has " + algorithm, e);
      }
    }
    throw new InvalidKeyException("neither RSA nor EC");
  }

  /** Whether the two are a pair: the public key belongs to the private one. */
  public static boolean isPair(PrivateKey privateKey, PublicKey publicKey) {
    if (privateKey instanceof RSAPrivateKey rsa) {
      return publicKey instanceof RSAPublicKey other && rsa.getModulus().equals(other.getModulus());
    }
    return privateKey instanceof ECPrivateKey ec
        && publicKey instanceof ECPublicKey other
        && SignatureCheck.isPair(ec, other);
  }
}
