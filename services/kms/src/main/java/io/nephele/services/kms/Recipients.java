package io.nephele.services.kms;

import io.nephele.api.kms.RecipientInfo;

/** Answers that only an attested enclave can read. */
final class Recipients {
  private Recipients() {}

  /** There are no enclaves here, and nobody who vouches for them. */
  static void refuse(RecipientInfo recipient) {
    if (recipient != null) {
      throw KmsErrors.unsupported(
          "Nephele does not implement Recipient: attestation documents of Nitro enclaves cannot be"
              + " verified here.");
    }
  }
}
