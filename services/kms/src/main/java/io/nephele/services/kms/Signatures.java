package io.nephele.services.kms;

import io.nephele.api.kms.MessageType;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;

/** Signs and verifies: with the JDK where it has the algorithm, else with Bouncy Castle. */
final class Signatures {
  private final SecureRandom random;

  Signatures(SecureRandom random) {
    this.random = random;
  }

  /** Signs a message, or the digest of one, that {@link SigningAlgorithm#check} let pass. */
  byte[] sign(Material material, SigningAlgorithm algorithm, byte[] message, String messageType) {
    boolean raw = messageType.equals(MessageType.RAW);
    try {
      return switch (algorithm.family()) {
        case PSS ->
            raw
                ? sign(pss(algorithm), privateKey(material), message)
                : BouncySignatures.signPss(privateKey(material), algorithm, message, random);
        case PKCS1 ->
            PkcsOne.sign(privateKey(material), algorithm, digest(algorithm, message, raw));
        case ECDSA -> {
          byte[] digest = digest(algorithm, message, raw);
          yield material.spec().kind() == KeyKind.KOBLITZ
              ? BouncySignatures.signEcdsa(
                  material.privateKey(BouncyKeys::privateKey), digest, random)
              : sign(Signature.getInstance("NONEwithECDSA"), privateKey(material), digest);
        }
        case ED25519 -> sign(Signature.getInstance("Ed25519"), privateKey(material), message);
        case ED25519_PH -> BouncySignatures.signEd25519Ph(material, message);
        case SM2 -> BouncySignatures.signSm2(material, message, raw, random);
        case ML_DSA -> BouncySignatures.signMlDsa(material, message, raw, random);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with " + algorithm, e);
    }
  }

  /** Whether a signature is the key's of that message. */
  boolean verify(
      Material material,
      SigningAlgorithm algorithm,
      byte[] message,
      String messageType,
      byte[] signature) {
    boolean raw = messageType.equals(MessageType.RAW);
    try {
      return switch (algorithm.family()) {
        case PSS ->
            raw
                ? verify(pss(algorithm), publicKey(material), message, signature)
                : BouncySignatures.verifyPss(publicKey(material), algorithm, message, signature);
        case PKCS1 ->
            PkcsOne.verify(
                publicKey(material), algorithm, digest(algorithm, message, raw), signature);
        case ECDSA -> {
          byte[] digest = digest(algorithm, message, raw);
          yield material.spec().kind() == KeyKind.KOBLITZ
              ? BouncySignatures.verifyEcdsa(
                  material.publicKey(BouncyKeys::publicKey), digest, signature)
              : verify(
                  Signature.getInstance("NONEwithECDSA"), publicKey(material), digest, signature);
        }
        case ED25519 ->
            verify(Signature.getInstance("Ed25519"), publicKey(material), message, signature);
        case ED25519_PH -> BouncySignatures.verifyEd25519Ph(material, message, signature);
        case SM2 -> BouncySignatures.verifySm2(material, message, raw, signature);
        case ML_DSA -> BouncySignatures.verifyMlDsa(material, message, raw, signature);
      };
    } catch (SignatureException e) {
      return false; // not even of the form of a signature
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot verify with " + algorithm, e);
    }
  }

  private byte[] sign(Signature signature, PrivateKey key, byte[] message)
      throws GeneralSecurityException {
    signature.initSign(key, random);
    signature.update(message);
    return signature.sign();
  }

  private static boolean verify(Signature verifier, PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  private static Signature pss(SigningAlgorithm algorithm) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec(
            algorithm.digest(),
            "MGF1",
            new MGF1ParameterSpec(algorithm.digest()),
            algorithm.digestBytes(),
            PSSParameterSpec.TRAILER_FIELD_BC));
    return signature;
  }

  private static byte[] digest(SigningAlgorithm algorithm, byte[] message, boolean raw)
      throws GeneralSecurityException {
    return raw ? MessageDigest.getInstance(algorithm.digest()).digest(message) : message;
  }

  private static PrivateKey privateKey(Material material) {
    return material.privateKey(encoded -> privateKey(material.spec(), encoded));
  }

  private static PublicKey publicKey(Material material) {
    return material.publicKey(encoded -> publicKey(material.spec(), encoded));
  }

  /** Reads PKCS #8 of a key that the JDK knows; {@link IllegalArgumentException} if it is none. */
  static PrivateKey privateKey(KeyMaterialSpec spec, byte[] pkcs8) {
    try {
      return KeyFactory.getInstance(algorithm(spec))
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key of " + spec, e);
    }
  }

  /** Reads a public key that the JDK knows; {@link IllegalArgumentException} if it is none. */
  static PublicKey publicKey(KeyMaterialSpec spec, byte[] encoded) {
    try {
      return KeyFactory.getInstance(algorithm(spec))
          .generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key of " + spec, e);
    }
  }

  private static String algorithm(KeyMaterialSpec spec) {
    return switch (spec.kind()) {
      case RSA -> "RSA";
      case EC -> "EC";
      case EDWARDS -> "Ed25519";
      default -> throw new IllegalArgumentException("the JDK has no " + spec);
    };
  }
}
