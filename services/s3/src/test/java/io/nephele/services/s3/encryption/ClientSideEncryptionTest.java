package io.nephele.services.s3.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Clients encrypt by themselves, as S3's encryption client does, and keep keys in metadata. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ClientSideEncryptionTest {
  private static final String BUCKET = "client-bucket";
  private static final byte[] TEXT = "for the client's eyes".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONCE = new byte[12];

  @Inject S3Client s3;
  @Inject KmsClient kms;

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @Test
  @Fact("s3-093")
  void withADataKeyOfKms() throws GeneralSecurityException {
    String key = kms.createKey().keyMetadata().arn();
    Map<String, String> context = Map.of("aws:x-amz-cek-alg", "AES/GCM/NoPadding");
    GenerateDataKeyResponse made =
        kms.generateDataKey(
            b -> b.keyId(key).keySpec(DataKeySpec.AES_256).encryptionContext(context));
    byte[] sealed = aes(Cipher.ENCRYPT_MODE, made.plaintext().asByteArray(), TEXT);
    ResponseBytes<GetObjectResponse> raw =
        putAndGet(sealed, made.ciphertextBlob().asByteArray(), "{}");
    assertThat(raw.asByteArray()).isEqualTo(sealed);
    byte[] wrapped = Base64.getDecoder().decode(raw.response().metadata().get("x-amz-key-v2"));
    byte[] opened =
        kms.decrypt(
                b ->
                    b.keyId(key)
                        .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                        .encryptionContext(context))
            .plaintext()
            .asByteArray();
    assertThat(aes(Cipher.DECRYPT_MODE, opened, raw.asByteArray())).isEqualTo(TEXT);
  }

  @Test
  @Fact("s3-094")
  void withARootKeyOfItsOwn() throws GeneralSecurityException {
    byte[] rootKey = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    byte[] dataKey = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
    byte[] sealed = aes(Cipher.ENCRYPT_MODE, dataKey, TEXT);
    String description = "{\"root\":\"2026\"}";
    ResponseBytes<GetObjectResponse> raw =
        putAndGet(sealed, aes(Cipher.ENCRYPT_MODE, rootKey, dataKey), description);
    assertThat(raw.response().metadata()).containsEntry("x-amz-matdesc", description);
    byte[] wrapped = Base64.getDecoder().decode(raw.response().metadata().get("x-amz-key-v2"));
    byte[] opened = aes(Cipher.DECRYPT_MODE, rootKey, wrapped);
    assertThat(aes(Cipher.DECRYPT_MODE, opened, raw.asByteArray())).isEqualTo(TEXT);
  }

  private ResponseBytes<GetObjectResponse> putAndGet(
      byte[] sealed, byte[] wrappedKey, String description) {
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .metadata(
                    Map.of(
                        "x-amz-key-v2",
                        Base64.getEncoder().encodeToString(wrappedKey),
                        "x-amz-matdesc",
                        description)),
        RequestBody.fromBytes(sealed));
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k"));
  }

  private static byte[] aes(int mode, byte[] key, byte[] bytes) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, NONCE));
    return cipher.doFinal(bytes);
  }
}
