package io.nephele.services.s3.encryption;

import io.nephele.model.Bytes;

/**
 * How an object is encrypted.
 *
 * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}; {@code SSE-C} where the
 *     client has the key
 * @param kmsKeyArn the KMS key, or null
 * @param wrappedKey the data key as KMS encrypted it; null with SSE-S3 and SSE-C
 * @param salt what the data key is derived with from S3's or the client's key or a bucket key; null
 *     with KMS alone alone
 * @param context the encryption context that the caller gave, as JSON in base64, or null
 * @param bucketKey whether a bucket key is used
 * @param customerKeyMd5 of the client's key, in base64, or null
 * @param customerKeyCheck a salted HMAC of the client's key, or null
 */
public record StoredEncryption(
    String algorithm,
    String kmsKeyArn,
    Bytes wrappedKey,
    Bytes salt,
    String context,
    boolean bucketKey,
    String customerKeyMd5,
    Bytes customerKeyCheck) {
  /** Encrypted under a key that the client has. */
  public static final String CUSTOMER = "SSE-C";

  /** Encrypted under a key of S3's. */
  public static StoredEncryption ofS3(Bytes salt) {
    return new StoredEncryption("AES256", null, null, salt, null, false, null, null);
  }

  /** Whether the client has the key. */
  public boolean isCustomers() {
    return CUSTOMER.equals(algorithm);
  }

  /** Whether ETags tell no digest of the bytes, because it would tell about them. */
  public boolean hidesDigest() {
    return isCustomers() || kmsKeyArn != null;
  }
}
