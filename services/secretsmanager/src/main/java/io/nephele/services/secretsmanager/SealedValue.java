package io.nephele.services.secretsmanager;

import io.nephele.model.Bytes;

/**
 * A value as it is stored: encrypted by a data key, which a KMS key encrypts.
 *
 * @param binary whether it is bytes, not text
 * @param kmsKeyArn the KMS key
 * @param dataKey the data key, encrypted
 * @param sealed the nonce, the encrypted value and its tag
 */
record SealedValue(boolean binary, String kmsKeyArn, Bytes dataKey, Bytes sealed) {}
