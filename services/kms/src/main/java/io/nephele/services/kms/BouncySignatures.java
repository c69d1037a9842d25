package io.nephele.services.kms;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signatures that the JDK cannot make. Loaded when first needed. */
final class BouncySignatures {
  private BouncySignatures() {}

  /** RSA-PSS of a digest. */
  static byte[] signPss(
      PrivateKey key, SigningAlgorithm algorithm, byte[] digest, SecureRandom random) {
    RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
    PSSSigner signer = pss(algorithm);
    signer.init(
        true,
        new ParametersWithRandom(
            new RSAPrivateCrtKeyParameters(
                rsa.getModulus(),
                rsa.getPublicExponent(),
                rsa.getPrivateExponent(),
                rsa.getPrimeP(),
                rsa.getPrimeQ(),
                rsa.getPrimeExponentP(),
                rsa.getPrimeExponentQ(),
                rsa.getCrtCoefficient()),
            random));
    signer.update(digest, 0, digest.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw failed(e);
    }
  }

  static boolean verifyPss(
      PublicKey key, SigningAlgorithm algorithm, byte[] digest, byte[] signature) {
    RSAPublicKey rsa = (RSAPublicKey) key;
    PSSSigner signer = pss(algorithm);
    signer.init(false, new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent()));
    signer.update(digest, 0, digest.length);
    try {
      return signer.verifySignature(signature);
    } catch (RuntimeException e) {
      return false; // not of the form of a signature
    }
  }

  private static PSSSigner pss(SigningAlgorithm algorithm) {
    return PSSSigner.createRawSigner(
        new RSABlindedEngine(),
        sha(algorithm),
        sha(algorithm),
        algorithm.digestBytes(),
        (byte) 0xBC);
  }

  private static Digest sha(SigningAlgorithm algorithm) {
    return switch (algorithm.digest()) {
      case "SHA-256" -> new SHA256Digest();
      case "SHA-384" -> new SHA384Digest();
      default -> new SHA512Digest();
    };
  }

  /** ECDSA of a digest, as DER. */
  static byte[] signEcdsa(AsymmetricKeyParameter key, byte[] digest, SecureRandom random) {
    ECDSASigner signer = new ECDSASigner();
    signer.init(true, new ParametersWithRandom(key, random));
    BigInteger[] signature = signer.generateSignature(digest);
    try {
      return StandardDSAEncoding.INSTANCE.encode(
          ((ECKeyParameters) key).getParameters().getN(), signature[0], signature[1]);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  static boolean verifyEcdsa(AsymmetricKeyParameter key, byte[] digest, byte[] signature) {
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, key);
    try {
      BigInteger[] parts =
          StandardDSAEncoding.INSTANCE.decode(
              ((ECKeyParameters) key).getParameters().getN(), signature);
      return signer.verifySignature(digest, parts[0], parts[1]);
    } catch (IOException | RuntimeException e) {
      return false; // not of the form of a signature
    }
  }

  /** Ed25519ph of the SHA-512 of a message, without a context. */
  static byte[] signEd25519Ph(Material material, byte[] digest) {
    Ed25519PrivateKeyParameters key =
        (Ed25519PrivateKeyParameters) BouncyKeys.privateKey(material.row().secret().toArray());
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.signPrehash(key.getEncoded(), 0, new byte[0], digest, 0, signature, 0);
    return signature;
  }

  static boolean verifyEd25519Ph(Material material, byte[] digest, byte[] signature) {
    Ed25519PublicKeyParameters key =
        (Ed25519PublicKeyParameters) BouncyKeys.publicKey(material.row().publicKey().toArray());
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verifyPrehash(signature, 0, key.getEncoded(), 0, new byte[0], digest, 0);
  }

  /** SM2 of a message, or of its digest with what the standard puts before it. */
  static byte[] signSm2(Material material, byte[] message, boolean raw, SecureRandom random) {
    AsymmetricKeyParameter key = material.privateKey(BouncyKeys::privateKey);
    SM2Signer signer = sm2(message, raw);
    signer.init(true, new ParametersWithRandom(key, random));
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw failed(e);
    }
  }

  static boolean verifySm2(Material material, byte[] message, boolean raw, byte[] signature) {
    AsymmetricKeyParameter key = material.publicKey(BouncyKeys::publicKey);
    SM2Signer signer = sm2(message, raw);
    signer.init(false, key);
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  private static SM2Signer sm2(byte[] message, boolean raw) {
    return new SM2Signer(
        StandardDSAEncoding.INSTANCE, raw ? new SM3Digest() : new GivenDigest(message));
  }

  /** ML-DSA of a message, or of its representative (mu) that the caller made. */
  static byte[] signMlDsa(Material material, byte[] message, boolean raw, SecureRandom random) {
    AsymmetricKeyParameter key = material.privateKey(BouncyKeys::privateKey);
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, new ParametersWithRandom(key, random));
    try {
      if (!raw) {
        return signer.generateMuSignature(message);
      }
      signer.update(message, 0, message.length);
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw failed(e);
    }
  }

  static boolean verifyMlDsa(Material material, byte[] message, boolean raw, byte[] signature) {
    AsymmetricKeyParameter key = material.publicKey(BouncyKeys::publicKey);
    MLDSASigner signer = new MLDSASigner();
    signer.init(false, key);
    if (!raw) {
      return signer.verifyMuSignature(message, signature);
    }
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  private static IllegalStateException failed(Exception e) {
    return new IllegalStateException("cannot sign", e);
  }

  /** The digest that a caller made, whatever is digested. */
  private static final class GivenDigest implements Digest {
    private final byte[] given;

    GivenDigest(byte[] given) {
      this.given = given;
    }

    @Override
    public String getAlgorithmName() {
      return "given";
    }

    @Override
    public int getDigestSize() {
      return given.length;
    }

    @Override
    public void update(byte in) {}

    @Override
    public void update(byte[] in, int offset, int length) {}

    @Override
    public int doFinal(byte[] out, int offset) {
      System.arraycopy(given, 0, out, offset, given.length);
      return given.length;
    }

    @Override
    public void reset() {}
  }
}
