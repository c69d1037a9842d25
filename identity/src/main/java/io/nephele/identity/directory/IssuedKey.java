package io.nephele.identity.directory;

import java.time.Instant;

/**
 * A lasting access key of a user or of an account's root user. One that is deleted is still known,
 * so that it is never taken for a key that was not issued here.
 *
 * @param userName whose key it is; null of the root user's
 * @param userId the unique id of that user, so that a later user of the same name does not have it
 * @param secret null when deleted
 */
public record IssuedKey(
    String accessKeyId,
    String userName,
    String userId,
    String secret,
    Status status,
    Instant createdAt) {
  /** Whether a key may be used. */
  public enum Status {
    ACTIVE,
    INACTIVE,
    DELETED
  }

  /** The same key with another status. */
  public IssuedKey withStatus(Status other) {
    return new IssuedKey(accessKeyId, userName, userId, secret, other, createdAt);
  }

  /** The same key of the same user, who has another name now. */
  public IssuedKey withUserName(String newName) {
    return new IssuedKey(accessKeyId, newName, userId, secret, status, createdAt);
  }

  /** What remains of the key when it is deleted. */
  public IssuedKey deleted() {
    return new IssuedKey(accessKeyId, userName, userId, null, Status.DELETED, createdAt);
  }

  /** Without the secret, so that no log has it. */
  @Override
  public String toString() {
    return "IssuedKey[" + accessKeyId + ", " + status + "]";
  }
}
