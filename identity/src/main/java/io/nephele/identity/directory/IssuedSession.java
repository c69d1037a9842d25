package io.nephele.identity.directory;

import io.nephele.core.identity.Principal;
import io.nephele.core.identity.Session;
import java.time.Instant;

/**
 * Temporary credentials that STS issued. After their end no more is kept of them than that they
 * were issued here.
 *
 * @param secret null when their end is past and they were cleared
 * @param token the session token
 * @param type what kind of principal they are: a role session, a federated user, or the user or
 *     root user who asked for a session
 * @param arn the principal's
 * @param entityArn the role's or user's
 * @param id the principal's unique id
 * @param entityId the unique id of that role or user, so that a later one of the same name does not
 *     have the session; null of root users
 * @param expiresAt when they end
 */
public record IssuedSession(
    String accessKeyId,
    String secret,
    String token,
    Principal.Type type,
    String arn,
    String entityArn,
    String id,
    String entityId,
    Session session,
    Instant expiresAt) {

  /** What is kept when the end is long past: that the key was issued. */
  public IssuedSession cleared() {
    return new IssuedSession(
        accessKeyId, null, null, type, null, null, null, null, null, expiresAt);
  }

  /** Without the secrets, so that no log has them. */
  @Override
  public String toString() {
    return "IssuedSession[" + accessKeyId + ", " + arn + "]";
  }
}
