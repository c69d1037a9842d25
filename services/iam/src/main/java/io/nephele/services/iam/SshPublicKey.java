package io.nephele.services.iam;

import java.time.Instant;

/**
 * A user's SSH public key.
 *
 * @param id APKA...
 * @param body as it was uploaded
 * @param fingerprint its MD5 hash
 */
record SshPublicKey(
    String id, String body, String fingerprint, boolean active, Instant uploadedAt) {
  SshPublicKey withActive(boolean other) {
    return new SshPublicKey(id, body, fingerprint, other, uploadedAt);
  }
}
