package io.nephele.services.s3.multipart;

import io.nephele.services.s3.checksums.ObjectChecksums;
import io.nephele.services.s3.objects.StoredObject;

/**
 * An upload in parts that is neither completed nor aborted. Its parts are those of its body.
 *
 * @param id as callers see it
 * @param body the number of its body
 * @param initiatedAt in milliseconds since 1970
 * @param initiatorId who began it: the ARN, or of a root user the account
 * @param object what the object will be, but for what the parts tell
 * @param checksumAlgorithm that whoever began it named, or null
 * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}
 */
record Upload(
    String id,
    long body,
    long initiatedAt,
    String initiatorId,
    StoredObject object,
    String checksumAlgorithm,
    String checksumType) {

  /** The algorithm of its parts' checksums. */
  String algorithm() {
    return checksumAlgorithm == null ? ObjectChecksums.DEFAULT : checksumAlgorithm;
  }

  boolean isComposite() {
    return ObjectChecksums.COMPOSITE.equals(checksumType);
  }
}
