package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsInvalidSignatureException;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Signatures, verified with the public key by the JDK's own implementations. */
@NepheleTest
final class SigningTest {
  private static final SdkBytes MESSAGE = SdkBytes.fromUtf8String("to be signed");
  private static final SdkBytes OTHER = SdkBytes.fromUtf8String("to be sighed");

  @Inject KmsClient kms;

  private String key(String spec) {
    return kms.createKey(r -> r.keySpec(spec).keyUsage(KeyUsageType.SIGN_VERIFY))
        .keyMetadata()
        .keyId();
  }

  private SdkBytes sign(String key, String algorithm, SdkBytes message, MessageType type) {
    return kms.sign(
            r -> r.keyId(key).signingAlgorithm(algorithm).message(message).messageType(type))
        .signature();
  }

  private boolean verify(
      String key, String algorithm, SdkBytes message, MessageType type, SdkBytes signature) {
    return kms.verify(
            r ->
                r.keyId(key)
                    .signingAlgorithm(algorithm)
                    .message(message)
                    .messageType(type)
                    .signature(signature))
        .signatureValid();
  }

  private PublicKey publicKey(String key, String algorithm) throws GeneralSecurityException {
    byte[] encoded = kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray();
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static SdkBytes digest(String algorithm) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    return SdkBytes.fromByteArray(digest.digest(MESSAGE.asByteArray()));
  }

  private static boolean isOfMessage(Signature verifier, PublicKey key, SdkBytes signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    verifier.update(MESSAGE.asByteArray());
    return verifier.verify(signature.asByteArray());
  }

  /** That a message and its digest are signed alike, and that nothing else is verified. */
  private void check(String key, String algorithm, String digestAlgorithm, Signature verifier)
      throws GeneralSecurityException {
    PublicKey publicKey = publicKey(key, publicKeyAlgorithm(algorithm));
    SdkBytes digest = digest(digestAlgorithm);
    SdkBytes ofMessage = sign(key, algorithm, MESSAGE, MessageType.RAW);
    SdkBytes ofDigest = sign(key, algorithm, digest, MessageType.DIGEST);
    assertThat(isOfMessage(verifier, publicKey, ofMessage)).as("of the message").isTrue();
    assertThat(isOfMessage(verifier, publicKey, ofDigest)).as("of the digest").isTrue();
    assertThat(verify(key, algorithm, digest, MessageType.DIGEST, ofMessage)).isTrue();
    assertThat(verify(key, algorithm, MESSAGE, MessageType.RAW, ofDigest)).isTrue();
    assertInvalid(key, algorithm, OTHER, MessageType.RAW, ofMessage);
    byte[] broken = ofMessage.asByteArray();
    broken[broken.length - 1] ^= 1;
    assertInvalid(key, algorithm, MESSAGE, MessageType.RAW, SdkBytes.fromByteArray(broken));
    assertInvalid(key, algorithm, MESSAGE, MessageType.RAW, OTHER);
    assertInvalid(key, algorithm, digest, MessageType.DIGEST, OTHER);
    assertError(
        () -> sign(key, algorithm, MESSAGE, MessageType.DIGEST),
        "ValidationException",
        "Digest is invalid length for algorithm " + algorithm + ".");
  }

  private static String publicKeyAlgorithm(String algorithm) {
    return algorithm.startsWith("RSA") ? "RSA" : "EC";
  }

  private void assertInvalid(
      String key, String algorithm, SdkBytes message, MessageType type, SdkBytes signature) {
    assertThatThrownBy(() -> verify(key, algorithm, message, type, signature))
        .isInstanceOf(KmsInvalidSignatureException.class);
  }

  @Test
  @Fact("kms-004")
  void rsaSignsInAllItsWays() throws GeneralSecurityException {
    String key = key("RSA_2048");
    for (int bits : new int[] {256, 384, 512}) {
      String digest = "SHA-" + bits;
      check(
          key,
          "RSASSA_PKCS1_V1_5_SHA_" + bits,
          digest,
          Signature.getInstance("SHA" + bits + "withRSA"));
      Signature pss = Signature.getInstance("RSASSA-PSS");
      pss.setParameter(
          new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), bits / 8, 1));
      check(key, "RSASSA_PSS_SHA_" + bits, digest, pss);
    }
  }

  @ParameterizedTest
  @CsvSource({"ECC_NIST_P256,256", "ECC_NIST_P384,384", "ECC_NIST_P521,512"})
  void theCurvesOfNistSign(String spec, int bits) throws GeneralSecurityException {
    check(
        key(spec),
        "ECDSA_SHA_" + bits,
        "SHA-" + bits,
        Signature.getInstance("SHA" + bits + "withECDSA"));
  }

  @Test
  void theCurveOfBitcoinSigns() throws GeneralSecurityException {
    String key = key("ECC_SECG_P256K1");
    SdkBytes signature = sign(key, "ECDSA_SHA_256", MESSAGE, MessageType.RAW);
    assertThat(verify(key, "ECDSA_SHA_256", digest("SHA-256"), MessageType.DIGEST, signature))
        .isTrue();
    assertInvalid(key, "ECDSA_SHA_256", OTHER, MessageType.RAW, signature);
    assertInvalid(key, "ECDSA_SHA_256", MESSAGE, MessageType.RAW, OTHER);
    // SubjectPublicKeyInfo: id-ecPublicKey, secp256k1, an uncompressed point.
    byte[] publicKey = kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray();
    assertThat(publicKey).hasSize(88);
    assertThat(HexFormat.of().formatHex(publicKey))
        .startsWith("3056301006072a8648ce3d020106052b8104000a03420004");
  }

  @Test
  void ed25519SignsMessagesAndDigests() throws GeneralSecurityException {
    String key = key("ECC_NIST_EDWARDS25519");
    PublicKey publicKey = publicKey(key, "Ed25519");
    SdkBytes pure = sign(key, "ED25519_SHA_512", MESSAGE, MessageType.RAW);
    assertThat(isOfMessage(Signature.getInstance("Ed25519"), publicKey, pure)).isTrue();
    assertThat(verify(key, "ED25519_SHA_512", MESSAGE, MessageType.RAW, pure)).isTrue();
    assertInvalid(key, "ED25519_SHA_512", OTHER, MessageType.RAW, pure);
    SdkBytes digest = digest("SHA-512");
    SdkBytes prehashed = sign(key, "ED25519_PH_SHA_512", digest, MessageType.DIGEST);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.setParameter(new EdDSAParameterSpec(true));
    assertThat(isOfMessage(verifier, publicKey, prehashed)).isTrue();
    assertThat(verify(key, "ED25519_PH_SHA_512", digest, MessageType.DIGEST, prehashed)).isTrue();
    assertInvalid(key, "ED25519_PH_SHA_512", digest, MessageType.DIGEST, pure);
    assertError(
        () -> sign(key, "ED25519_SHA_512", digest, MessageType.DIGEST), "ValidationException");
    assertError(
        () -> sign(key, "ED25519_PH_SHA_512", MESSAGE, MessageType.RAW), "ValidationException");
  }

  @ParameterizedTest
  @CsvSource({"ML_DSA_44,2420", "ML_DSA_65,3309", "ML_DSA_87,4627"})
  void mlDsaSignsMessagesAndRepresentatives(String spec, int length)
      throws GeneralSecurityException {
    String key = key(spec);
    SdkBytes signature = sign(key, "ML_DSA_SHAKE_256", MESSAGE, MessageType.RAW);
    assertThat(signature.asByteArray()).hasSize(length);
    assertThat(isOfMessage(Signature.getInstance("ML-DSA"), publicKey(key, "ML-DSA"), signature))
        .isTrue();
    assertThat(verify(key, "ML_DSA_SHAKE_256", MESSAGE, MessageType.RAW, signature)).isTrue();
    assertInvalid(key, "ML_DSA_SHAKE_256", OTHER, MessageType.RAW, signature);

    SdkBytes mu = mu(kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray());
    SdkBytes ofMu = sign(key, "ML_DSA_SHAKE_256", mu, MessageType.EXTERNAL_MU);
    assertThat(isOfMessage(Signature.getInstance("ML-DSA"), publicKey(key, "ML-DSA"), ofMu))
        .isTrue();
    assertThat(verify(key, "ML_DSA_SHAKE_256", mu, MessageType.EXTERNAL_MU, signature)).isTrue();
    assertError(() -> sign(key, "ML_DSA_SHAKE_256", mu, MessageType.DIGEST), "ValidationException");
  }

  /** FIPS 204, algorithm 7, line 6, with an empty context. */
  private static SdkBytes mu(byte[] publicKey) {
    AsymmetricKeyParameter key = BouncyKeys.publicKey(publicKey);
    MLDSASigner signer = new MLDSASigner();
    signer.init(false, (MLDSAPublicKeyParameters) key);
    signer.update(MESSAGE.asByteArray(), 0, MESSAGE.asByteArray().length);
    try {
      return SdkBytes.fromByteArray(signer.generateMu());
    } catch (CryptoException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Fact("kms-005")
  void aKeyHasOneUse() {
    String signing = key("RSA_2048");
    String arn = kms.describeKey(r -> r.keyId(signing)).keyMetadata().arn();
    assertError(
        () ->
            kms.encrypt(
                r -> r.keyId(signing).plaintext(MESSAGE).encryptionAlgorithm("RSAES_OAEP_SHA_256")),
        "InvalidKeyUsageException",
        arn + " key usage is SIGN_VERIFY which is not valid for Encrypt.");
    String symmetric = kms.createKey().keyMetadata().keyId();
    assertError(
        () -> sign(symmetric, "ECDSA_SHA_256", MESSAGE, MessageType.RAW),
        "InvalidKeyUsageException");
    assertError(
        () -> sign(signing, "ECDSA_SHA_256", MESSAGE, MessageType.RAW),
        "InvalidKeyUsageException",
        "Algorithm ECDSA_SHA_256 is incompatible with key spec RSA_2048.");
  }

  @Test
  @Fact("kms-006")
  void onlyThePublicHalfIsTold() {
    String key = key("ECC_NIST_P256");
    GetPublicKeyResponse told = kms.getPublicKey(r -> r.keyId(key));
    assertThat(told.keySpec()).isEqualTo(KeySpec.ECC_NIST_P256);
    assertThat(told.keyUsage()).isEqualTo(KeyUsageType.SIGN_VERIFY);
    assertThat(told.signingAlgorithms()).containsExactly(SigningAlgorithmSpec.ECDSA_SHA_256);
    String symmetric = kms.createKey().keyMetadata().keyId();
    assertError(() -> kms.getPublicKey(r -> r.keyId(symmetric)), "UnsupportedOperationException");
  }
}
