package io.nephele.services.s3.objects;

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
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Clients that encrypt before they put, and keep the key in the metadata. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ClientSideEncryptionTest {
  private static final String BUCKET = "client-side";
  private static final byte[] PLAIN = "only for me".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONCE = new byte[12];

  @Inject S3Client s3;
  @Inject KmsClient kms;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  private static byte[] run(int mode, byte[] key, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, NONCE));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void put(byte[] dataKey, byte[] wrappedKey) {
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .metadata(
                    Map.of(
                        "x-amz-key-v2",
                        Base64.getEncoder().encodeToString(wrappedKey),
                        "x-amz-matdesc",
                        "{}")),
        RequestBody.fromBytes(run(Cipher.ENCRYPT_MODE, dataKey, PLAIN)));
  }

  private ResponseBytes<GetObjectResponse> get() {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k"));
  }

  private byte[] wrappedKey() {
    return Base64.getDecoder().decode(get().response().metadata().get("x-amz-key-v2"));
  }

  @Test
  @Fact("s3-093")
  void theDataKeyIsUnderAKmsKey() {
    String key = kms.createKey().keyMetadata().arn();
    GenerateDataKeyResponse made = kms.generateDataKey(b -> b.keyId(key).keySpec("AES_256"));
    put(made.plaintext().asByteArray(), made.ciphertextBlob().asByteArray());
    assertThat(get().asByteArray()).isNotEqualTo(PLAIN).hasSize(PLAIN.length + 16);
    byte[] dataKey =
        kms.decrypt(b -> b.ciphertextBlob(SdkBytes.fromByteArray(wrappedKey())))
            .plaintext()
            .asByteArray();
    assertThat(run(Cipher.DECRYPT_MODE, dataKey, get().asByteArray())).isEqualTo(PLAIN);
  }

  @Test
  @Fact("s3-094")
  void theDataKeyIsUnderAKeyOfTheClients() {
    byte[] rootKey = new byte[32];
    rootKey[0] = 1;
    byte[] dataKey = new byte[32];
    dataKey[0] = 2;
    put(dataKey, run(Cipher.ENCRYPT_MODE, rootKey, dataKey));
    byte[] unwrapped = run(Cipher.DECRYPT_MODE, rootKey, wrappedKey());
    assertThat(run(Cipher.DECRYPT_MODE, unwrapped, get().asByteArray())).isEqualTo(PLAIN);
    assertThat(get().response().metadata()).containsEntry("x-amz-matdesc", "{}");
  }
}
