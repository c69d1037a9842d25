package io.nephele.services.iam;

import java.time.Instant;

/**
 * A user's or the root user's X.509 certificate for signing requests.
 *
 * @param body PEM, as it was uploaded
 */
record SigningCertificate(String id, String body, boolean active, Instant uploadedAt) {
  SigningCertificate withActive(boolean other) {
    return new SigningCertificate(id, body, other, uploadedAt);
  }
}
