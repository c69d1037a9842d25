package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.DecryptionFailure;
import io.nephele.api.secretsmanager.EncryptionFailure;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.datakeys.DataKey;
import io.nephele.core.datakeys.DataKeys;
import io.nephele.core.datakeys.KeyUse;
import io.nephele.core.partition.Region;
import io.nephele.model.AwsException;
import java.util.Map;

/** Encrypts values by data keys that KMS gives, for whoever called Secrets Manager. */
final class Encryption {
  /** The key that KMS makes for Secrets Manager in an account when it is first used. */
  static final String AWS_MANAGED = "alias/aws/secretsmanager";

  private static final String SERVICE = "secretsmanager.amazonaws.com";

  private final DataKeys sealing;
  private final DataKeys opening;

  Encryption(World world) {
    this.sealing = new DataKeys(world, error -> ofKms(error, true));
    this.opening = new DataKeys(world, error -> ofKms(error, false));
  }

  SealedValue seal(Secret secret, String versionId, Value value, Call call) {
    return seal(secret, versionId, value, call.region(), call);
  }

  /** As the other, by a key of another region. */
  SealedValue seal(Secret secret, String versionId, Value value, Region region, Call call) {
    String keyId = secret.kmsKeyId() == null ? AWS_MANAGED : secret.kmsKeyId();
    DataKey key = sealing.make(use(secret, versionId, keyId, region, call));
    return new SealedValue(
        value.binary(), key.kmsKeyArn(), key.wrapped(), key.seal(value.bytes()), null);
  }

  Value open(Secret secret, Version version, Call call) {
    SealedValue value = version.value();
    String context = value.contextOf(version.id());
    DataKey key =
        opening.open(use(secret, context, value.kmsKeyArn(), call.region(), call), value.dataKey());
    return new Value(value.binary(), key.open(value.sealed()));
  }

  /** The key to remember of a request: null of the one that AWS manages. */
  static String remembered(String kmsKeyId) {
    return kmsKeyId == null || kmsKeyId.isEmpty() || kmsKeyId.equals(AWS_MANAGED) ? null : kmsKeyId;
  }

  private static KeyUse use(
      Secret secret, String versionId, String keyId, Region region, Call call) {
    return KeyUse.through(
        SERVICE,
        call,
        region,
        keyId,
        Map.of("SecretARN", secret.arn(), "SecretVersionId", versionId));
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
