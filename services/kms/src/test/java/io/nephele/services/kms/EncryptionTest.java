package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** Encrypting with symmetric keys, and data keys. */
@NepheleTest
final class EncryptionTest {
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");

  @Inject KmsClient kms;
  @Inject Nephele nephele;

  private KeyMetadata key() {
    return kms.createKey().keyMetadata();
  }

  private SdkBytes encrypt(String keyId, SdkBytes plaintext, Map<String, String> context) {
    return kms.encrypt(r -> r.keyId(keyId).plaintext(plaintext).encryptionContext(context))
        .ciphertextBlob();
  }

  @Test
  @Fact({"kms-020", "kms-047", "kms-050"})
  void whatWasEncryptedIsDecryptedWithoutSayingWithWhatKey() {
    KeyMetadata key = key();
    EncryptResponse encrypted = kms.encrypt(r -> r.keyId(key.keyId()).plaintext(SECRET));
    assertThat(encrypted.keyId()).isEqualTo(key.arn());
    assertThat(encrypted.encryptionAlgorithm())
        .isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
    assertThat(new String(encrypted.ciphertextBlob().asByteArray(), StandardCharsets.ISO_8859_1))
        .doesNotContain("secret");
    DecryptResponse decrypted = kms.decrypt(r -> r.ciphertextBlob(encrypted.ciphertextBlob()));
    assertThat(decrypted.plaintext()).isEqualTo(SECRET);
    assertThat(decrypted.keyId()).isEqualTo(key.arn());
    assertThat(decrypted.keyMaterialId()).isEqualTo(key.currentKeyMaterialId()).hasSize(64);
    assertThat(
            kms.decrypt(r -> r.ciphertextBlob(encrypted.ciphertextBlob()).keyId(key.keyId()))
                .plaintext())
        .isEqualTo(SECRET);
    assertThat(encrypt(key.keyId(), SECRET, Map.of())).isNotEqualTo(encrypted.ciphertextBlob());
  }

  @Test
  @Fact({"kms-001", "kms-043"})
  void aPlaintextHasAtMost4096Bytes() {
    String key = key().keyId();
    SdkBytes longest = SdkBytes.fromByteArray(new byte[4096]);
    SdkBytes blob = encrypt(key, longest, Map.of());
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(longest);
    assertThatThrownBy(() -> encrypt(key, SdkBytes.fromByteArray(new byte[4097]), Map.of()))
        .hasMessageContaining("Member must have length less than or equal to 4096")
        .hasMessageContaining("1 validation error detected: Value at 'plaintext'");
  }

  @Test
  @Fact("kms-021")
  void theContextHasToBeTheSame() {
    SdkBytes blob = encrypt(key().keyId(), SECRET, Map.of("a", "b", "c", "d"));
    assertThat(
            kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(Map.of("c", "d", "a", "b")))
                .plaintext())
        .isEqualTo(SECRET);
    for (Map<String, String> other :
        List.<Map<String, String>>of(
            Map.of(), Map.of("a", "b"), Map.of("a", "b", "c", "e"), Map.of("ab", "", "c", "d"))) {
      assertThatThrownBy(() -> kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(other)))
          .isInstanceOf(InvalidCiphertextException.class);
    }
  }

  @Test
  void whatWasChangedIsNotDecrypted() {
    KeyMetadata key = key();
    byte[] blob = encrypt(key.keyId(), SECRET, Map.of()).asByteArray();
    for (int at : new int[] {0, 60, blob.length - 1}) {
      byte[] changed = blob.clone();
      changed[at] ^= 1;
      assertThatThrownBy(
              () ->
                  kms.decrypt(
                      r -> r.keyId(key.keyId()).ciphertextBlob(SdkBytes.fromByteArray(changed))))
          .as("changed at " + at)
          .isInstanceOf(InvalidCiphertextException.class);
    }
    assertThatThrownBy(() -> kms.decrypt(r -> r.ciphertextBlob(SECRET)))
        .isInstanceOf(InvalidCiphertextException.class);
  }

  @Test
  void anotherKeyIsTheWrongOne() {
    SdkBytes blob = encrypt(key().keyId(), SECRET, Map.of());
    String other = key().keyId();
    assertThatThrownBy(() -> kms.decrypt(r -> r.ciphertextBlob(blob).keyId(other)))
        .isInstanceOf(IncorrectKeyException.class)
        .hasMessageContaining(
            "The key ID in the request does not identify a CMK that can perform this operation.");
  }

  @Test
  @Fact({"kms-018", "kms-034", "kms-035", "kms-044", "kms-048"})
  void aDataKeyComesInClearAndEncrypted() {
    KeyMetadata key = key();
    GenerateDataKeyResponse made =
        kms.generateDataKey(
            r ->
                r.keyId(key.arn())
                    .keySpec(DataKeySpec.AES_256)
                    .encryptionContext(Map.of("for", "tests")));
    assertThat(made.plaintext().asByteArray()).hasSize(32);
    assertThat(made.keyId()).isEqualTo(key.arn());
    assertThat(
            kms.decrypt(
                    r ->
                        r.ciphertextBlob(made.ciphertextBlob())
                            .encryptionContext(Map.of("for", "tests")))
                .plaintext())
        .isEqualTo(made.plaintext());
    assertThat(
            kms.generateDataKey(r -> r.keyId(key.arn()).keySpec(DataKeySpec.AES_128))
                .plaintext()
                .asByteArray())
        .hasSize(16);
    assertThat(
            kms.generateDataKey(r -> r.keyId(key.arn()).numberOfBytes(1024))
                .plaintext()
                .asByteArray())
        .hasSize(1024);
    assertError(
        () -> kms.generateDataKey(r -> r.keyId(key.arn())),
        "ValidationException",
        "Please specify either number of bytes or key spec.");
  }

  @Test
  @Fact("kms-032")
  void everyDataKeyIsAnother() {
    String key = key().keyId();
    GenerateDataKeyResponse one =
        kms.generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256));
    GenerateDataKeyResponse other =
        kms.generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256));
    assertThat(other.plaintext()).isNotEqualTo(one.plaintext());
    assertThat(other.ciphertextBlob()).isNotEqualTo(one.ciphertextBlob());
  }

  @Test
  @Fact({"kms-019", "kms-045"})
  void aDataKeyMayComeEncryptedAlone() {
    String key = key().keyId();
    SdkBytes blob =
        kms.generateDataKeyWithoutPlaintext(r -> r.keyId(key).keySpec(DataKeySpec.AES_256))
            .ciphertextBlob();
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext().asByteArray()).hasSize(32);
  }

  @Test
  @Fact("kms-027")
  void aCiphertextIsEncryptedAnewUnderAnotherKey() {
    KeyMetadata from = key();
    KeyMetadata to = key();
    SdkBytes blob = encrypt(from.keyId(), SECRET, Map.of("a", "b"));
    ReEncryptResponse again =
        kms.reEncrypt(
            r ->
                r.ciphertextBlob(blob)
                    .sourceEncryptionContext(Map.of("a", "b"))
                    .destinationKeyId(to.keyId())
                    .destinationEncryptionContext(Map.of("c", "d")));
    assertThat(again.sourceKeyId()).isEqualTo(from.arn());
    assertThat(again.keyId()).isEqualTo(to.arn());
    DecryptResponse decrypted =
        kms.decrypt(
            r -> r.ciphertextBlob(again.ciphertextBlob()).encryptionContext(Map.of("c", "d")));
    assertThat(decrypted.plaintext()).isEqualTo(SECRET);
    assertThat(decrypted.keyId()).isEqualTo(to.arn());
    assertThatThrownBy(
            () -> kms.reEncrypt(r -> r.ciphertextBlob(blob).destinationKeyId(to.keyId())))
        .isInstanceOf(InvalidCiphertextException.class);
  }

  @Test
  void aDryRunDoesNothing() {
    String key = key().keyId();
    assertThatThrownBy(
            () -> kms.generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256).dryRun(true)))
        .isInstanceOf(DryRunOperationException.class)
        .hasMessageContaining("The request would have succeeded, but the DryRun option is set.");
    assertThatThrownBy(() -> kms.encrypt(r -> r.keyId(key).plaintext(SECRET).dryRun(true)))
        .isInstanceOf(DryRunOperationException.class);
  }

  @Test
  @Fact("kms-030")
  void aKeyIsOfItsRegion() {
    KeyMetadata key = key();
    SdkBytes blob = encrypt(key.keyId(), SECRET, Map.of());
    KmsClient elsewhere =
        Clients.create(KmsClient.class, nephele.endpoint(), "eu-west-1", Callers.OWNER);
    assertError(
        () -> elsewhere.describeKey(r -> r.keyId(key.keyId())),
        "NotFoundException",
        "Key '" + key.arn().replace("us-east-1", "eu-west-1") + "' does not exist");
    assertError(
        () -> elsewhere.describeKey(r -> r.keyId(key.arn())),
        "NotFoundException",
        "Invalid arn us-east-1");
    assertError(
        () -> elsewhere.decrypt(r -> r.ciphertextBlob(blob)),
        "AccessDeniedException",
        "The ciphertext refers to a customer master key that does not exist, does not exist in this"
            + " region, or you are not allowed to access.");
  }

  @Test
  void randomBytesAreAsManyAsAskedFor() {
    assertThat(kms.generateRandom(r -> r.numberOfBytes(33)).plaintext().asByteArray())
        .hasSize(33)
        .isNotEqualTo(kms.generateRandom(r -> r.numberOfBytes(33)).plaintext().asByteArray());
    assertError(() -> kms.generateRandom(), "ValidationException", "NumberOfBytes is required.");
  }

  @Test
  void whatIsOnlyForAnEnclaveIsRefused() {
    String key = key().keyId();
    assertError(
        () ->
            kms.generateDataKey(
                r ->
                    r.keyId(key)
                        .keySpec(DataKeySpec.AES_256)
                        .recipient(i -> i.attestationDocument(SECRET))),
        "UnsupportedOperationException");
  }
}
