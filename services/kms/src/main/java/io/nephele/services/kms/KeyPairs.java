package io.nephele.services.kms;

import io.nephele.model.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** Makes key pairs: with the JDK where it has the algorithm, else with Bouncy Castle. */
final class KeyPairs {
  private KeyPairs() {}

  static EncodedKeyPair generate(KeyMaterialSpec spec, SecureRandom random) {
    return switch (spec.kind()) {
      case RSA ->
          generate(
              "RSA", new RSAKeyGenParameterSpec(spec.bits(), RSAKeyGenParameterSpec.F4), random);
      case EC -> generate("EC", new ECGenParameterSpec(spec.algorithm()), random);
      case EDWARDS -> generate("Ed25519", NamedParameterSpec.ED25519, random);
      case KOBLITZ, SM2 -> BouncyKeys.generateOnCurve(spec.algorithm(), random);
      case ML_DSA -> BouncyKeys.generateMlDsa(spec, random);
      case SYMMETRIC, HMAC -> throw new IllegalArgumentException(spec + " has no public key");
    };
  }

  private static EncodedKeyPair generate(
      String algorithm, AlgorithmParameterSpec parameters, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters, random);
      KeyPair pair = generator.generateKeyPair();
      return new EncodedKeyPair(
          Bytes.of(pair.getPrivate().getEncoded()), Bytes.of(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + algorithm, e);
    }
  }
}
