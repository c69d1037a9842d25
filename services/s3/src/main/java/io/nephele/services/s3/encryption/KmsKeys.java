package io.nephele.services.s3.encryption;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.buckets.Bucket;
import java.util.Map;

/** Asks KMS for data keys, for whoever called S3. */
final class KmsKeys {
  /** The key that KMS makes for S3 in an account when it is first used. */
  static final String AWS_MANAGED = "alias/aws/s3";

  private static final String SERVICE = "s3.amazonaws.com";

  private final World world;

  KmsKeys(World world) {
    this.world = world;
  }

  /** A data key as it is, as KMS encrypted it, and by which KMS key. */
  record Generated(byte[] key, Bytes wrapped, String kmsKeyArn) {}

  Generated generate(Bucket bucket, String kmsKeyId, Map<String, String> context, Call call) {
    try {
      GenerateDataKeyResponse made =
          world.call(
              Kms.GenerateDataKey,
              new GenerateDataKeyRequest()
                  .keyId(kmsKeyId)
                  .keySpec("AES_256")
                  .encryptionContext(context),
              caller(call),
              region(bucket),
              call.origin().through(SERVICE));
      return new Generated(made.plaintext().toArray(), made.ciphertextBlob(), made.keyId());
    } catch (AwsException e) {
      throw ofS3(e);
    }
  }

  byte[] decrypt(
      Bucket bucket, String kmsKeyArn, Bytes wrapped, Map<String, String> context, Call call) {
    try {
      return world
          .call(
              Kms.Decrypt,
              new DecryptRequest()
                  .keyId(kmsKeyArn)
                  .ciphertextBlob(wrapped)
                  .encryptionContext(context),
              caller(call),
              region(bucket),
              call.origin().through(SERVICE))
          .plaintext()
          .toArray();
    } catch (AwsException e) {
      throw ofS3(e);
    }
  }

  private static Principal caller(Call call) {
    if (call.principal().type() == Principal.Type.ANONYMOUS) {
      throw S3Errors.invalidArgument(
          "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS"
              + " Signature Version 4.",
          "Authorization",
          "null");
    }
    return call.principal();
  }

  private static Region region(Bucket bucket) {
    return Regions.find(bucket.region());
  }

  /** KMS's error as S3 hands it on. */
  private static AwsException ofS3(AwsException e) {
    if (e.code().equals("AccessDeniedException")) {
      return AwsException.client("AccessDenied", 403, e.getMessage());
    }
    return e.clientFault()
        ? AwsException.client("KMS." + e.code(), 400, e.getMessage())
        : AwsException.server("ServiceUnavailable", 503, e.getMessage());
  }
}
