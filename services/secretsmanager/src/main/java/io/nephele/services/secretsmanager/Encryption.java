package io.nephele.services.secretsmanager;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.api.secretsmanager.DecryptionFailure;
import io.nephele.api.secretsmanager.EncryptionFailure;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.partition.Region;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts values by data keys that KMS gives, for whoever called Secrets Manager. */
final class Encryption {
  /** The key that KMS makes for Secrets Manager in an account when it is first used. */
  static final String AWS_MANAGED = "alias/aws/secretsmanager";

  private static final String SERVICE = "secretsmanager.amazonaws.com";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final World world;

  Encryption(World world) {
    this.world = world;
  }

  SealedValue seal(Secret secret, String versionId, Value value, Call call) {
    return seal(secret, versionId, value, call.region(), call);
  }

  /** As the other, by a key of another region. */
  SealedValue seal(Secret secret, String versionId, Value value, Region region, Call call) {
    GenerateDataKeyResponse key;
    try {
      key =
          world.call(
              Kms.GenerateDataKey,
              new GenerateDataKeyRequest()
                  .keyId(secret.kmsKeyId() == null ? AWS_MANAGED : secret.kmsKeyId())
                  .keySpec("AES_256")
                  .encryptionContext(context(secret, versionId)),
              call.principal(),
              region,
              origin(call));
    } catch (AwsException e) {
      throw ofKms(e, true);
    }
    byte[] nonce = world.ids().secretBytes(NONCE);
    byte[] sealed =
        crypt(Cipher.ENCRYPT_MODE, key.plaintext().toArray(), nonce, value.bytes().toArray());
    byte[] stored = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, stored, NONCE, sealed.length);
    return new SealedValue(
        value.binary(), key.keyId(), key.ciphertextBlob(), Bytes.of(stored), null);
  }

  Value open(Secret secret, Version version, Call call) {
    SealedValue value = version.value();
    byte[] key;
    try {
      key =
          world
              .call(
                  Kms.Decrypt,
                  new DecryptRequest()
                      .keyId(value.kmsKeyArn())
                      .ciphertextBlob(value.dataKey())
                      .encryptionContext(context(secret, value.contextOf(version.id()))),
                  call.principal(),
                  call.region(),
                  origin(call))
              .plaintext()
              .toArray();
    } catch (AwsException e) {
      throw ofKms(e, false);
    }
    byte[] stored = value.sealed().toArray();
    return new Value(
        value.binary(),
        Bytes.of(
            crypt(
                Cipher.DECRYPT_MODE,
                key,
                Arrays.copyOf(stored, NONCE),
                Arrays.copyOfRange(stored, NONCE, stored.length))));
  }

  /** The key to remember of a request: null of the one that AWS manages. */
  static String remembered(String kmsKeyId) {
    return kmsKeyId == null || kmsKeyId.isEmpty() || kmsKeyId.equals(AWS_MANAGED) ? null : kmsKeyId;
  }

  private static byte[] crypt(int mode, byte[] key, byte[] nonce, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a value cannot be encrypted or decrypted", e);
    }
  }

  private static Map<String, String> context(Secret secret, String versionId) {
    return Map.of("SecretARN", secret.arn(), "SecretVersionId", versionId);
  }

  private static Origin origin(Call call) {
    Origin from = call.origin();
    List<String> calledVia = new ArrayList<>(from.calledVia());
    if (calledVia.isEmpty() || !calledVia.getLast().equals(SERVICE)) {
      calledVia.add(SERVICE);
    }
    return new Origin(
        "https",
        from.host(),
        from.sourceAddress(),
        from.userAgent(),
        from.referer(),
        List.copyOf(calledVia),
        from.sourceArn());
  }

  private static AwsException ofKms(AwsException e, boolean encrypting) {
    if (!e.clientFault()) {
      return e;
    }
    if (e.code().equals("AccessDeniedException")) {
      return AwsException.client("AccessDeniedException", 400, "Access to KMS is not allowed");
    }
    String message =
        "Secrets Manager can't "
            + (encrypting ? "encrypt" : "decrypt")
            + " the protected secret text using the provided KMS key: "
            + e.getMessage();
    return encrypting ? new EncryptionFailure(message) : new DecryptionFailure(message);
  }
}
