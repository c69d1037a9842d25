package io.nephele.services.secretsmanager;

import io.nephele.model.Bytes;

/**
 * A value as it is stored: encrypted by a data key, which a KMS key encrypts.
 *
 * @param binary whether it is bytes, not text
 * @param kmsKeyArn the KMS key
 * @param dataKey the data key, encrypted
 * @param sealed the nonce, the encrypted value and its tag
 * @param copyOf the version for which it was encrypted, if that was another one; else null
 */
record SealedValue(boolean binary, String kmsKeyArn, Bytes dataKey, Bytes sealed, String copyOf) {
  /** The version that its encryption context names. */
  String contextOf(String versionId) {
    return copyOf == null ? versionId : copyOf;
  }

  /** The same value in another version. */
  SealedValue copied(String from) {
    return new SealedValue(binary, kmsKeyArn, dataKey, sealed, contextOf(from));
  }
}
