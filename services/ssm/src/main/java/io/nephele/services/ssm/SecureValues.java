package io.nephele.services.ssm;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.EncryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.api.ssm.InvalidKeyId;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts SecureString values by KMS for whoever calls: those of standard parameters under the KMS
 * key itself, those of advanced ones under a data key that is stored beside them.
 */
final class SecureValues {
  /** The key that KMS makes for Systems Manager in an account when it is first used. */
  static final String AWS_MANAGED = "alias/aws/ssm";

  private static final String SERVICE = "ssm.amazonaws.com";
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final World world;

  SecureValues(World world) {
    this.world = world;
  }

  /** The value as it is stored, in Base64. */
  String encrypt(String value, String keyId, boolean advanced, String arn, Call call) {
    byte[] plain = value.getBytes(StandardCharsets.UTF_8);
    byte[] secret =
        ofSsm(() -> advanced ? seal(plain, keyId, arn, call) : direct(plain, keyId, arn, call));
    return Base64.getEncoder().encodeToString(secret);
  }

  /** The value of a version as it was put. */
  String decrypt(ParameterVersion version, String arn, Call call) {
    byte[] stored = Base64.getDecoder().decode(version.value());
    byte[] plain =
        ofSsm(
            () ->
                version.tier().equals("Advanced")
                    ? open(stored, arn, call)
                    : byKms(Bytes.of(stored), arn, call));
    return new String(plain, StandardCharsets.UTF_8);
  }

  private byte[] direct(byte[] plain, String keyId, String arn, Call call) {
    return world
        .call(
            Kms.Encrypt,
            new EncryptRequest()
                .keyId(keyId)
                .plaintext(Bytes.of(plain))
                .encryptionContext(context(arn)),
            call.principal(),
            call.region(),
            origin(call))
        .ciphertextBlob()
        .toArray();
  }

  private byte[] byKms(Bytes blob, String arn, Call call) {
    return world
        .call(
            Kms.Decrypt,
            new DecryptRequest().ciphertextBlob(blob).encryptionContext(context(arn)),
            call.principal(),
            call.region(),
            origin(call))
        .plaintext()
        .toArray();
  }

  private byte[] seal(byte[] plain, String keyId, String arn, Call call) {
    GenerateDataKeyResponse made =
        world.call(
            Kms.GenerateDataKey,
            new GenerateDataKeyRequest()
                .keyId(keyId)
                .keySpec("AES_256")
                .encryptionContext(context(arn)),
            call.principal(),
            call.region(),
            origin(call));
    byte[] wrapped = made.ciphertextBlob().toArray();
    byte[] iv = world.ids().secretBytes(IV_BYTES);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, made.plaintext().toArray(), iv, arn, plain);
    return ByteBuffer.allocate(Integer.BYTES + wrapped.length + IV_BYTES + sealed.length)
        .putInt(wrapped.length)
        .put(wrapped)
        .put(iv)
        .put(sealed)
        .array();
  }

  private byte[] open(byte[] stored, String arn, Call call) {
    ByteBuffer parts = ByteBuffer.wrap(stored);
    byte[] wrapped = new byte[parts.getInt()];
    byte[] iv = new byte[IV_BYTES];
    parts.get(wrapped).get(iv);
    byte[] sealed = new byte[parts.remaining()];
    parts.get(sealed);
    byte[] key = byKms(Bytes.of(wrapped), arn, call);
    return cipher(Cipher.DECRYPT_MODE, key, iv, arn, sealed);
  }

  private static byte[] cipher(int mode, byte[] key, byte[] iv, String arn, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
      cipher.updateAAD(arn.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The value of " + arn + " cannot be read", e);
    }
  }

  private static Map<String, String> context(String arn) {
    return Map.of("PARAMETER_ARN", arn);
  }

  /** Systems Manager calls in the name of its caller. */
  static Origin origin(Call call) {
    Origin from = call.origin();
    List<String> calledVia = new ArrayList<>(from.calledVia());
    if (!calledVia.contains(SERVICE)) {
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

  /** KMS's errors as Systems Manager hands them on. */
  private static byte[] ofSsm(Supplier<byte[]> work) {
    try {
      return work.get();
    } catch (AwsException e) {
      if (!e.clientFault() || e.code().equals("AccessDeniedException")) {
        throw e;
      }
      throw new InvalidKeyId(e.getMessage());
    }
  }
}
