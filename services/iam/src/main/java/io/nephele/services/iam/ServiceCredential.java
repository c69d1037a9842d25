package io.nephele.services.iam;

import io.nephele.model.Bytes;
import java.time.Instant;

/**
 * A credential of a user for one service. Its secret is told once; what is kept is a hash.
 *
 * @param id ACCA...
 * @param userId the unique id of the user
 * @param service for example {@code codecommit.amazonaws.com}
 * @param alias the user's name at the service
 * @param secretHash SHA-256 of the secret, which is long and random
 * @param expiresAt when it ends, or null
 */
record ServiceCredential(
    String id,
    String userId,
    String service,
    String alias,
    Bytes secretHash,
    boolean active,
    Instant createdAt,
    Instant expiresAt) {
  ServiceCredential withActive(boolean other) {
    return new ServiceCredential(
        id, userId, service, alias, secretHash, other, createdAt, expiresAt);
  }

  ServiceCredential withSecret(Bytes hash) {
    return new ServiceCredential(id, userId, service, alias, hash, active, createdAt, expiresAt);
  }
}
