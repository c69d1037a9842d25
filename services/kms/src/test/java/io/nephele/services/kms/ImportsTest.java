package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/** Importing key material, wrapped with the JDK. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ImportsTest {
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");
  private static final byte[] MATERIAL = filled(32, 7);

  @Inject KmsClient kms;
  @Inject VirtualClock clock;

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private String key(String spec, String usage) {
    return kms.createKey(r -> r.keySpec(spec).keyUsage(usage).origin(OriginType.EXTERNAL))
        .keyMetadata()
        .keyId();
  }

  private String symmetricKey() {
    return key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
  }

  private KeyMetadata describe(String key) {
    return kms.describeKey(r -> r.keyId(key)).keyMetadata();
  }

  private GetParametersForImportResponse parameters(String key, AlgorithmSpec algorithm) {
    return kms.getParametersForImport(
        r -> r.keyId(key).wrappingAlgorithm(algorithm).wrappingKeySpec("RSA_2048"));
  }

  private static byte[] oaep(PublicKey key, AlgorithmSpec algorithm, byte[] secret)
      throws GeneralSecurityException {
    String digest = algorithm.toString().endsWith("256") ? "SHA-256" : "SHA-1";
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        key,
        new OAEPParameterSpec(
            digest, "MGF1", new MGF1ParameterSpec(digest), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(secret);
  }

  private static SdkBytes wrap(
      GetParametersForImportResponse parameters, AlgorithmSpec algorithm, byte[] material)
      throws GeneralSecurityException {
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(parameters.publicKey().asByteArray()));
    if (!algorithm.toString().startsWith("RSA_AES")) {
      return SdkBytes.fromByteArray(oaep(key, algorithm, material));
    }
    byte[] aes = filled(32, 3);
    Cipher wrapping = Cipher.getInstance("AES/KWP/NoPadding");
    wrapping.init(Cipher.WRAP_MODE, new SecretKeySpec(aes, "AES"));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(oaep(key, algorithm, aes));
    both.writeBytes(wrapping.wrap(new SecretKeySpec(material, "material")));
    return SdkBytes.fromByteArray(both.toByteArray());
  }

  private ImportKeyMaterialRequest.Builder request(
      String key, AlgorithmSpec algorithm, byte[] material) throws GeneralSecurityException {
    GetParametersForImportResponse parameters = parameters(key, algorithm);
    return ImportKeyMaterialRequest.builder()
        .keyId(key)
        .importToken(parameters.importToken())
        .encryptedKeyMaterial(wrap(parameters, algorithm, material))
        .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE);
  }

  private void importMaterial(String key, byte[] material) throws GeneralSecurityException {
    kms.importKeyMaterial(request(key, AlgorithmSpec.RSAES_OAEP_SHA_256, material).build());
  }

  private SdkBytes encrypt(String key) {
    return kms.encrypt(r -> r.keyId(key).plaintext(SECRET)).ciphertextBlob();
  }

  @ParameterizedTest
  @CsvSource({
    "RSAES_OAEP_SHA_1",
    "RSAES_OAEP_SHA_256",
    "RSA_AES_KEY_WRAP_SHA_1",
    "RSA_AES_KEY_WRAP_SHA_256"
  })
  @Fact("kms-040")
  void aKeyWaitsForItsMaterial(String algorithm) throws GeneralSecurityException {
    String key = symmetricKey();
    KeyMetadata waiting = describe(key);
    assertThat(waiting.keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(waiting.origin()).isEqualTo(OriginType.EXTERNAL);
    assertThat(waiting.enabled()).isFalse();
    assertError(
        () -> encrypt(key), "KMSInvalidStateException", waiting.arn() + " is pending import.");
    kms.importKeyMaterial(request(key, AlgorithmSpec.fromValue(algorithm), MATERIAL).build());
    assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(describe(key).expirationModel())
        .isEqualTo(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE);
    SdkBytes blob = encrypt(key);
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
  }

  @Test
  void importedMaterialIsWhatTheKeyUses() throws GeneralSecurityException {
    String key = key("HMAC_256", "GENERATE_VERIFY_MAC");
    importMaterial(key, MATERIAL);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(MATERIAL, "HmacSHA256"));
    assertThat(
            kms.generateMac(r -> r.keyId(key).macAlgorithm("HMAC_SHA_256").message(SECRET))
                .mac()
                .asByteArray())
        .isEqualTo(mac.doFinal(SECRET.asByteArray()));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048,RSA,2048",
    "ECC_NIST_P256,EC,256",
    "ECC_NIST_P521,EC,521",
    "ECC_NIST_EDWARDS25519,Ed25519,255"
  })
  void privateKeysAreImportedWithTheirPublicHalf(String spec, String algorithm, int size)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    KeyPair pair = generator.generateKeyPair();
    String key = key(spec, "SIGN_VERIFY");
    kms.importKeyMaterial(
        request(key, AlgorithmSpec.RSA_AES_KEY_WRAP_SHA_256, pair.getPrivate().getEncoded())
            .build());
    assertThat(kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray())
        .isEqualTo(pair.getPublic().getEncoded());
    String signing = describe(key).signingAlgorithmsAsStrings().getFirst();
    SdkBytes signature =
        kms.sign(r -> r.keyId(key).signingAlgorithm(signing).message(SECRET)).signature();
    assertThat(
            kms.verify(
                    r ->
                        r.keyId(key).signingAlgorithm(signing).message(SECRET).signature(signature))
                .signatureValid())
        .isTrue();
    String other =
        key(spec.equals("ECC_NIST_P256") ? "ECC_NIST_P384" : "ECC_NIST_P256", "SIGN_VERIFY");
    assertError(
        () ->
            kms.importKeyMaterial(
                request(
                        other,
                        AlgorithmSpec.RSA_AES_KEY_WRAP_SHA_256,
                        pair.getPrivate().getEncoded())
                    .build()),
        "IncorrectKeyMaterialException");
  }

  @Test
  void materialExpiresByTheClockAndComesBack() throws GeneralSecurityException {
    String key = symmetricKey();
    ImportKeyMaterialRequest.Builder request =
        request(key, AlgorithmSpec.RSAES_OAEP_SHA_256, MATERIAL)
            .expirationModel(ExpirationModelType.KEY_MATERIAL_EXPIRES);
    assertError(() -> kms.importKeyMaterial(request.build()), "ValidationException");
    kms.importKeyMaterial(request.validTo(clock.now().plus(Duration.ofHours(3))).build());
    SdkBytes blob = encrypt(key);
    assertThat(describe(key).validTo()).isEqualTo(clock.now().plus(Duration.ofHours(3)));
    clock.advance(Duration.ofHours(3));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    assertError(() -> kms.decrypt(r -> r.ciphertextBlob(blob)), "KMSInvalidStateException");
    assertError(() -> importMaterial(key, filled(32, 8)), "IncorrectKeyMaterialException");
    importMaterial(key, MATERIAL);
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
    clock.advance(Duration.ofDays(400));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);
    kms.deleteImportedKeyMaterial(r -> r.keyId(key));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
  }

  @Test
  void tokensAreOfAKeyAndADay() throws GeneralSecurityException {
    String key = symmetricKey();
    String other = symmetricKey();
    ImportKeyMaterialRequest request =
        request(key, AlgorithmSpec.RSAES_OAEP_SHA_256, MATERIAL).build();
    assertError(
        () -> kms.importKeyMaterial(request.toBuilder().keyId(other).build()),
        "InvalidImportTokenException");
    assertError(
        () ->
            kms.importKeyMaterial(
                request.toBuilder()
                    .encryptedKeyMaterial(SdkBytes.fromByteArray(new byte[256]))
                    .build()),
        "InvalidCiphertextException");
    assertError(
        () ->
            kms.importKeyMaterial(
                request(key, AlgorithmSpec.RSAES_OAEP_SHA_256, filled(16, 1)).build()),
        "IncorrectKeyMaterialException");
    clock.advance(Duration.ofHours(24));
    assertError(() -> kms.importKeyMaterial(request), "ExpiredImportTokenException");
    String own = kms.createKey().keyMetadata().keyId();
    assertError(
        () -> parameters(own, AlgorithmSpec.RSAES_OAEP_SHA_256),
        "UnsupportedOperationException",
        describe(own).arn() + " origin is AWS_KMS which is not valid for this operation.");
  }

  @Test
  void furtherMaterialIsRotatedInOnDemand() throws GeneralSecurityException {
    String key = symmetricKey();
    importMaterial(key, MATERIAL);
    SdkBytes blob = encrypt(key);
    assertError(() -> kms.rotateKeyOnDemand(r -> r.keyId(key)), "KMSInvalidStateException");
    kms.importKeyMaterial(
        request(key, AlgorithmSpec.RSAES_OAEP_SHA_256, filled(32, 9))
            .importType(ImportType.NEW_KEY_MATERIAL)
            .keyMaterialDescription("second")
            .build());
    assertThat(states(key))
        .containsExactly(KeyMaterialState.CURRENT, KeyMaterialState.PENDING_ROTATION);
    kms.rotateKeyOnDemand(r -> r.keyId(key));
    assertThat(states(key)).containsExactly(KeyMaterialState.NON_CURRENT, KeyMaterialState.CURRENT);
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
    assertThat(kms.decrypt(r -> r.ciphertextBlob(encrypt(key))).keyMaterialId())
        .isNotEqualTo(kms.decrypt(r -> r.ciphertextBlob(blob)).keyMaterialId());
  }

  private List<KeyMaterialState> states(String key) {
    return kms
        .listKeyRotations(r -> r.keyId(key).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))
        .rotations()
        .stream()
        .map(RotationsListEntry::keyMaterialState)
        .toList();
  }
}
