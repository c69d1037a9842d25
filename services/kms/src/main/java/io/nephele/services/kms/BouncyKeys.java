package io.nephele.services.kms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** Keys of Bouncy Castle, for what the JDK lacks. Loaded when first needed. */
final class BouncyKeys {
  private BouncyKeys() {}

  /** A pair on secp256k1 or on SM2's curve. */
  static EncodedKeyPair generateOnCurve(String curve, SecureRandom random) {
    ASN1ObjectIdentifier id = SECNamedCurves.getOID(curve);
    if (id == null) {
      id = GMNamedCurves.getOID(curve);
    }
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(ECNamedDomainParameters.lookup(id), random));
    return encoded(generator.generateKeyPair());
  }

  static EncodedKeyPair generateMlDsa(KeyMaterialSpec spec, SecureRandom random) {
    MLDSAKeyPairGenerator generator = new MLDSAKeyPairGenerator();
    generator.init(
        new MLDSAKeyGenerationParameters(
            random,
            switch (spec) {
              case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
              case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
              case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
              default -> throw new IllegalArgumentException(spec + " is not of ML-DSA");
            }));
    return encoded(generator.generateKeyPair());
  }

  private static EncodedKeyPair encoded(AsymmetricCipherKeyPair pair) {
    try {
      return new EncodedKeyPair(
          PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate()).getEncoded("DER"),
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic())
              .getEncoded("DER"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads PKCS #8; {@link IllegalArgumentException} if it is none. */
  static AsymmetricKeyParameter privateKey(byte[] pkcs8) {
    try {
      return PrivateKeyFactory.createKey(pkcs8);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a private key", e);
    }
  }

  /** Reads a SubjectPublicKeyInfo; {@link IllegalArgumentException} if it is none. */
  static AsymmetricKeyParameter publicKey(byte[] encoded) {
    try {
      return PublicKeyFactory.createKey(encoded);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a public key", e);
    }
  }
}
