package io.nephele.services.ssm;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.EncryptRequest;
import io.nephele.api.kms.Kms;
import io.nephele.api.ssm.InvalidKeyId;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.datakeys.DataKey;
import io.nephele.core.datakeys.DataKeys;
import io.nephele.core.datakeys.KeyUse;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Encrypts SecureString values by KMS for whoever calls: those of standard parameters under the KMS
 * key itself, those of advanced ones under a data key that is stored beside them.
 */
final class SecureValues {
  /** The key that KMS makes for Systems Manager in an account when it is first used. */
  static final String AWS_MANAGED = "alias/aws/ssm";

  static final String SERVICE = "ssm.amazonaws.com";

  private final World world;
  private final DataKeys keys;

  SecureValues(World world) {
    this.world = world;
    this.keys = new DataKeys(world, error -> error);
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
            call.origin().through(SERVICE))
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
            call.origin().through(SERVICE))
        .plaintext()
        .toArray();
  }

  private byte[] seal(byte[] plain, String keyId, String arn, Call call) {
    DataKey key = keys.make(use(keyId, arn, call));
    byte[] wrapped = key.wrapped().toArray();
    byte[] sealed = key.seal(arn.getBytes(StandardCharsets.UTF_8), Bytes.of(plain)).toArray();
    return ByteBuffer.allocate(Integer.BYTES + wrapped.length + sealed.length)
        .putInt(wrapped.length)
        .put(wrapped)
        .put(sealed)
        .array();
  }

  private byte[] open(byte[] stored, String arn, Call call) {
    ByteBuffer parts = ByteBuffer.wrap(stored);
    byte[] wrapped = new byte[parts.getInt()];
    parts.get(wrapped);
    DataKey key = keys.open(use(null, arn, call), Bytes.of(wrapped));
    Bytes sealed = Bytes.of(stored, parts.position(), parts.remaining());
    return key.open(arn.getBytes(StandardCharsets.UTF_8), sealed).toArray();
  }

  private static KeyUse use(String keyId, String arn, Call call) {
    return KeyUse.through(SERVICE, call, call.region(), keyId, context(arn));
  }

  private static Map<String, String> context(String arn) {
    return Map.of("PARAMETER_ARN", arn);
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
