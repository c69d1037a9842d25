package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsInvalidMacException;
import software.amazon.awssdk.services.kms.model.MessageType;

/** Encryption with public keys, key pairs, agreement and MACs, checked with the JDK. */
@NepheleTest
final class PublicKeyEncryptionTest {
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");

  @Inject KmsClient kms;
  @Inject Nephele nephele;

  private String key(KmsClient client, String spec, KeyUsageType usage) {
    return client.createKey(r -> r.keySpec(spec).keyUsage(usage)).keyMetadata().keyId();
  }

  private SdkBytes encrypt(String key, String algorithm, int length) {
    SdkBytes plaintext = SdkBytes.fromByteArray(new byte[length]);
    return kms.encrypt(r -> r.keyId(key).encryptionAlgorithm(algorithm).plaintext(plaintext))
        .ciphertextBlob();
  }

  @Test
  @Fact("kms-002")
  void whatThePublicKeyEncryptsKmsDecrypts() throws GeneralSecurityException {
    String key = key(kms, "RSA_2048", KeyUsageType.ENCRYPT_DECRYPT);
    PublicKey publicKey =
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new X509EncodedKeySpec(
                    kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray()));
    for (String digest : new String[] {"1", "256"}) {
      String name = "SHA-" + digest;
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          publicKey,
          new OAEPParameterSpec(
              name, "MGF1", new MGF1ParameterSpec(name), PSource.PSpecified.DEFAULT));
      SdkBytes ciphertext = SdkBytes.fromByteArray(cipher.doFinal(SECRET.asByteArray()));
      assertThat(
              kms.decrypt(
                      r ->
                          r.keyId(key)
                              .encryptionAlgorithm("RSAES_OAEP_SHA_" + digest)
                              .ciphertextBlob(ciphertext))
                  .plaintext())
          .isEqualTo(SECRET);
      assertThatThrownBy(
              () ->
                  kms.decrypt(
                      r ->
                          r.keyId(key)
                              .encryptionAlgorithm(
                                  "RSAES_OAEP_SHA_" + (digest.equals("1") ? "256" : "1"))
                              .ciphertextBlob(ciphertext)))
          .isInstanceOf(InvalidCiphertextException.class);
    }
    assertError(
        () -> kms.encrypt(r -> r.keyId(key).plaintext(SECRET)),
        "InvalidKeyUsageException",
        "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.");
  }

  @ParameterizedTest
  @Fact("kms-003")
  @CsvSource({"RSA_2048,190,214", "RSA_3072,318,342"})
  void rsaEncryptsLittle(String spec, int max256, int max1) {
    String key = key(kms, spec, KeyUsageType.ENCRYPT_DECRYPT);
    encrypt(key, "RSAES_OAEP_SHA_256", max256);
    encrypt(key, "RSAES_OAEP_SHA_1", max1);
    assertError(
        () -> encrypt(key, "RSAES_OAEP_SHA_256", max256 + 1),
        "ValidationException",
        "Algorithm RSAES_OAEP_SHA_256 and key spec "
            + spec
            + " cannot encrypt data larger than "
            + max256
            + " bytes.");
    assertError(() -> encrypt(key, "RSAES_OAEP_SHA_1", max1 + 1), "ValidationException");
  }

  @Test
  void aCiphertextOfRsaIsEncryptedAnewUnderASymmetricKey() {
    String rsa = key(kms, "RSA_2048", KeyUsageType.ENCRYPT_DECRYPT);
    String symmetric = kms.createKey().keyMetadata().keyId();
    SdkBytes blob = encrypt(rsa, "RSAES_OAEP_SHA_256", 5);
    SdkBytes again =
        kms.reEncrypt(
                r ->
                    r.ciphertextBlob(blob)
                        .sourceKeyId(rsa)
                        .sourceEncryptionAlgorithm("RSAES_OAEP_SHA_256")
                        .destinationKeyId(symmetric))
            .ciphertextBlob();
    assertThat(kms.decrypt(r -> r.ciphertextBlob(again)).plaintext().asByteArray())
        .isEqualTo(new byte[5]);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048,RSA,SHA256withRSA",
    "ECC_NIST_P256,EC,SHA256withECDSA",
    "ECC_NIST_P521,EC,SHA512withECDSA",
    "ECC_NIST_EDWARDS25519,Ed25519,Ed25519"
  })
  void aKeyPairIsAPair(String spec, String algorithm, String signing)
      throws GeneralSecurityException {
    String key = kms.createKey().keyMetadata().keyId();
    GenerateDataKeyPairResponse pair =
        kms.generateDataKeyPair(
            r -> r.keyId(key).keyPairSpec(spec).encryptionContext(Map.of("a", "b")));
    assertThat(
            kms.decrypt(
                    r ->
                        r.ciphertextBlob(pair.privateKeyCiphertextBlob())
                            .encryptionContext(Map.of("a", "b")))
                .plaintext())
        .isEqualTo(pair.privateKeyPlaintext());
    KeyFactory factory = KeyFactory.getInstance(algorithm);
    PrivateKey privateKey =
        factory.generatePrivate(new PKCS8EncodedKeySpec(pair.privateKeyPlaintext().asByteArray()));
    PublicKey publicKey =
        factory.generatePublic(new X509EncodedKeySpec(pair.publicKey().asByteArray()));
    Signature signature = Signature.getInstance(signing);
    signature.initSign(privateKey);
    signature.update(SECRET.asByteArray());
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(SECRET.asByteArray());
    assertThat(signature.verify(signed)).isTrue();
    assertThat(
            kms.generateDataKeyPairWithoutPlaintext(r -> r.keyId(key).keyPairSpec(spec))
                .publicKey())
        .isNotEqualTo(pair.publicKey());
  }

  @ParameterizedTest
  @CsvSource({"ECC_NIST_P256,secp256r1", "ECC_NIST_P384,secp384r1", "ECC_NIST_P521,secp521r1"})
  void bothSidesDeriveTheSameSecret(String spec, String curve) throws GeneralSecurityException {
    String key = key(kms, spec, KeyUsageType.KEY_AGREEMENT);
    KeyPair other = pair(curve);
    SdkBytes derived =
        kms.deriveSharedSecret(
                r ->
                    r.keyId(key)
                        .keyAgreementAlgorithm("ECDH")
                        .publicKey(SdkBytes.fromByteArray(other.getPublic().getEncoded())))
            .sharedSecret();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(other.getPrivate());
    agreement.doPhase(
        KeyFactory.getInstance("EC")
            .generatePublic(
                new X509EncodedKeySpec(
                    kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray())),
        true);
    assertThat(derived.asByteArray()).isEqualTo(agreement.generateSecret());
    KeyPair stranger = pair(curve.equals("secp256r1") ? "secp384r1" : "secp256r1");
    assertError(
        () ->
            kms.deriveSharedSecret(
                r ->
                    r.keyId(key)
                        .keyAgreementAlgorithm("ECDH")
                        .publicKey(SdkBytes.fromByteArray(stranger.getPublic().getEncoded()))),
        "ValidationException");
  }

  private static KeyPair pair(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  @ParameterizedTest
  @CsvSource({"224,28", "256,32", "384,48", "512,64"})
  void aMacIsOfItsKeyAndMessage(int bits, int length) {
    String key = key(kms, "HMAC_" + bits, KeyUsageType.GENERATE_VERIFY_MAC);
    String algorithm = "HMAC_SHA_" + bits;
    SdkBytes mac = kms.generateMac(r -> r.keyId(key).macAlgorithm(algorithm).message(SECRET)).mac();
    assertThat(mac.asByteArray()).hasSize(length);
    assertThat(
            kms.verifyMac(r -> r.keyId(key).macAlgorithm(algorithm).message(SECRET).mac(mac))
                .macValid())
        .isTrue();
    assertThatThrownBy(
            () ->
                kms.verifyMac(
                    r ->
                        r.keyId(key)
                            .macAlgorithm(algorithm)
                            .message(SdkBytes.fromUtf8String("other"))
                            .mac(mac)))
        .isInstanceOf(KmsInvalidMacException.class);
    String other = bits == 256 ? "HMAC_SHA_512" : "HMAC_SHA_256";
    assertError(
        () -> kms.generateMac(r -> r.keyId(key).macAlgorithm(other).message(SECRET)),
        "InvalidKeyUsageException",
        "Algorithm " + other + " is incompatible with key spec HMAC_" + bits + ".");
  }

  @Test
  void sm2DoesAllItIsForInChina() {
    KmsClient china =
        Clients.create(KmsClient.class, nephele.endpoint(), "cn-north-1", Callers.OWNER);
    String encrypting = key(china, "SM2", KeyUsageType.ENCRYPT_DECRYPT);
    SdkBytes blob =
        china
            .encrypt(r -> r.keyId(encrypting).encryptionAlgorithm("SM2PKE").plaintext(SECRET))
            .ciphertextBlob();
    assertThat(
            china
                .decrypt(
                    r -> r.keyId(encrypting).encryptionAlgorithm("SM2PKE").ciphertextBlob(blob))
                .plaintext())
        .isEqualTo(SECRET);
    String signing = key(china, "SM2", KeyUsageType.SIGN_VERIFY);
    SdkBytes signature =
        china.sign(r -> r.keyId(signing).signingAlgorithm("SM2DSA").message(SECRET)).signature();
    assertThat(
            china
                .verify(
                    r ->
                        r.keyId(signing)
                            .signingAlgorithm("SM2DSA")
                            .message(SECRET)
                            .signature(signature))
                .signatureValid())
        .isTrue();
    SdkBytes digest = SdkBytes.fromByteArray(new byte[32]);
    SdkBytes ofDigest =
        china
            .sign(
                r ->
                    r.keyId(signing)
                        .signingAlgorithm("SM2DSA")
                        .message(digest)
                        .messageType(MessageType.DIGEST))
            .signature();
    assertThat(
            china
                .verify(
                    r ->
                        r.keyId(signing)
                            .signingAlgorithm("SM2DSA")
                            .message(digest)
                            .messageType(MessageType.DIGEST)
                            .signature(ofDigest))
                .signatureValid())
        .isTrue();
    String one = key(china, "SM2", KeyUsageType.KEY_AGREEMENT);
    String two = key(china, "SM2", KeyUsageType.KEY_AGREEMENT);
    assertThat(derive(china, one, two)).isEqualTo(derive(china, two, one));
  }

  private static SdkBytes derive(KmsClient client, String own, String other) {
    SdkBytes publicKey = client.getPublicKey(r -> r.keyId(other)).publicKey();
    return client
        .deriveSharedSecret(r -> r.keyId(own).keyAgreementAlgorithm("ECDH").publicKey(publicKey))
        .sharedSecret();
  }
}
