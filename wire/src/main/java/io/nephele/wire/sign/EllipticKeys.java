package io.nephele.wire.sign;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** The elliptic keys of version 4a, which are derived from access keys. */
final class EllipticKeys {
  private static final byte[] LABEL = "AWS4-ECDSA-P256-SHA256".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_COUNTER = 254;
  private static final int BITS = 256;

  private EllipticKeys() {}

  /** The public key that belongs to an access key. */
  static PublicKey publicKey(String accessKeyId, String secret) {
    try {
      ECParameterSpec curve = curve();
      KeyFactory factory = KeyFactory.getInstance("EC");
      BigInteger scalar = scalar(accessKeyId, secret, curve.getOrder());
      PrivateKey privateKey = factory.generatePrivate(new ECPrivateKeySpec(scalar, curve));
      return publicKey(privateKey, curve, factory);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no P-256", e);
    }
  }

  /** The private scalar: the first of a row of pseudorandom numbers that is in range. */
  static BigInteger scalar(String accessKeyId, String secret, BigInteger order) {
    byte[] key = ("AWS4A" + secret).getBytes(StandardCharsets.UTF_8);
    byte[] id = accessKeyId.getBytes(StandardCharsets.UTF_8);
    BigInteger largest = order.subtract(BigInteger.TWO);
    for (int counter = 1; counter <= MAX_COUNTER; counter++) {
      ByteBuffer input = ByteBuffer.allocate(4 + LABEL.length + 1 + id.length + 1 + 4);
      input.putInt(1).put(LABEL).put((byte) 0).put(id).put((byte) counter).putInt(BITS);
      BigInteger candidate = new BigInteger(1, Hashes.hmac(key, input.array()));
      if (candidate.compareTo(largest) <= 0) {
        return candidate.add(BigInteger.ONE);
      }
    }
    throw new IllegalStateException("no key can be derived");
  }

  /**
   * The JDK multiplies points only inside key agreement: agreeing with the base point gives the
   * public point's first coordinate. The curve gives two candidates for the second, and a signature
   * tells which is right.
   */
  private static PublicKey publicKey(
      PrivateKey privateKey, ECParameterSpec curve, KeyFactory factory)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(privateKey);
    agreement.doPhase(
        factory.generatePublic(new ECPublicKeySpec(curve.getGenerator(), curve)), true);
    BigInteger x = new BigInteger(1, agreement.generateSecret());
    BigInteger prime = ((ECFieldFp) curve.getCurve().getField()).getP();
    BigInteger square =
        x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB()).mod(prime);
    BigInteger y = square.modPow(prime.add(BigInteger.ONE).shiftRight(2), prime);
    PublicKey one = factory.generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
    if (belong(privateKey, one)) {
      return one;
    }
    ECPoint opposite = new ECPoint(x, prime.subtract(y));
    return factory.generatePublic(new ECPublicKeySpec(opposite, curve));
  }

  private static boolean belong(PrivateKey privateKey, PublicKey publicKey)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(privateKey);
    signer.update(LABEL);
    byte[] signature = signer.sign();
    signer.initVerify(publicKey);
    signer.update(LABEL);
    return signer.verify(signature);
  }

  static ECParameterSpec curve() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  /** The coordinates of a public key in hexadecimal digits, for tests. */
  static String coordinates(PublicKey key) {
    ECPoint point = ((ECPublicKey) key).getW();
    return point.getAffineX().toString(16) + "," + point.getAffineY().toString(16);
  }
}
