package io.nephele.services.kms;

import io.nephele.model.Bytes;
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
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** Keys of Bouncy Castle, for what the JDK lacks. Loaded when first needed. */
final class BouncyKeys {
  private BouncyKeys() {}

  /** A pair on secp256k1 or on SM2's curve. */
  static EncodedKeyPair generateOnCurve(String curve, SecureRandom random) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(ECNamedDomainParameters.lookup(oid(curve)), random));
    return encoded(generator.generateKeyPair());
  }

  static EncodedKeyPair generateMlDsa(KeyMaterialSpec spec, SecureRandom random) {
    MLDSAKeyPairGenerator generator = new MLDSAKeyPairGenerator();
    generator.init(new MLDSAKeyGenerationParameters(random, mlDsa(spec)));
    return encoded(generator.generateKeyPair());
  }

  /**
   * The pair of a private key; {@link IllegalArgumentException} if it is none of that spec.
   *
   * @param pkcs8 the private key
   */
  static EncodedKeyPair pairOf(KeyMaterialSpec spec, byte[] pkcs8) {
    AsymmetricKeyParameter privateKey = privateKey(pkcs8);
    AsymmetricKeyParameter publicKey =
        switch (privateKey) {
          case RSAPrivateCrtKeyParameters rsa
              when spec.kind() == KeyKind.RSA && rsa.getModulus().bitLength() == spec.bits() ->
              new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
          case ECPrivateKeyParameters ec when isOn(ec, spec) ->
              new ECPublicKeyParameters(
                  ec.getParameters().getG().multiply(ec.getD()).normalize(), ec.getParameters());
          case Ed25519PrivateKeyParameters edwards when spec.kind() == KeyKind.EDWARDS ->
              edwards.generatePublicKey();
          case MLDSAPrivateKeyParameters mlDsa
              when spec.kind() == KeyKind.ML_DSA && mlDsa.getParameters().equals(mlDsa(spec)) ->
              mlDsa.getPublicKeyParameters();
          default -> throw new IllegalArgumentException("not a private key of " + spec);
        };
    return encoded(new AsymmetricCipherKeyPair(publicKey, privateKey));
  }

  private static boolean isOn(ECPrivateKeyParameters key, KeyMaterialSpec spec) {
    boolean curve =
        spec.kind() == KeyKind.EC || spec.kind() == KeyKind.KOBLITZ || spec.kind() == KeyKind.SM2;
    return curve
        && key.getParameters() instanceof ECNamedDomainParameters named
        && named.getName().equals(oid(spec.algorithm()));
  }

  private static ASN1ObjectIdentifier oid(String curve) {
    ASN1ObjectIdentifier id = SECNamedCurves.getOID(curve);
    return id == null ? GMNamedCurves.getOID(curve) : id;
  }

  private static MLDSAParameters mlDsa(KeyMaterialSpec spec) {
    return switch (spec) {
      case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
      case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
      case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
      default -> throw new IllegalArgumentException(spec + " is not of ML-DSA");
    };
  }

  private static EncodedKeyPair encoded(AsymmetricCipherKeyPair pair) {
    try {
      return new EncodedKeyPair(
          Bytes.of(PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate()).getEncoded("DER")),
          Bytes.of(
              SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic())
                  .getEncoded("DER")));
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
