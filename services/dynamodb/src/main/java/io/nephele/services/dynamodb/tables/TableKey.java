package io.nephele.services.dynamodb.tables;

import io.nephele.model.Bytes;

/**
 * The key of a table that is encrypted with a KMS key.
 *
 * @param wrapped the table's own key, as the KMS key encrypted it
 * @param grantId the grant by which DynamoDB may use the KMS key when nobody calls
 * @param inaccessibleSince when DynamoDB found that it cannot use the KMS key any more, in
 *     milliseconds since 1970; 0 while it can
 */
public record TableKey(Bytes wrapped, String grantId, long inaccessibleSince) {
  /** Inaccessible since then; 0 for accessible. */
  TableKey since(long millis) {
    return new TableKey(wrapped, grantId, millis);
  }
}
