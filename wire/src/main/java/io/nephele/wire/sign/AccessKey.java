package io.nephele.wire.sign;

import java.util.Objects;

/**
 * What the verifier is told of an access key.
 *
 * @param secret the secret access key; null in {@link #UNCHECKED} and in keys that are good for
 *     nothing
 * @param sessionToken the token that must come with it, or null for a permanent key, with which
 *     none may come
 * @param state whether it may be used
 */
public record AccessKey(String secret, String sessionToken, State state) {
  /**
   * A key whose signatures are not looked at: in a world that is not strict, those that it never
   * issued.
   */
  public static final AccessKey UNCHECKED = new AccessKey(null, null, State.UNCHECKED);

  /** A key that was issued and is deleted or inactive. */
  public static final AccessKey INACTIVE = new AccessKey(null, null, State.INACTIVE);

  /** Whether a key may be used. */
  public enum State {
    /** It is good for its principal. */
    ACTIVE,
    /** It is deleted or inactive: AWS answers as if it had never been. */
    INACTIVE,
    /** Its session is over. */
    EXPIRED,
    /** Nobody checks its signatures. */
    UNCHECKED
  }

  /** A key that may be used or whose session is over has a secret. */
  public AccessKey {
    if (state == State.ACTIVE) {
      Objects.requireNonNull(secret, "secret");
    }
  }

  /** A permanent key. */
  public static AccessKey permanent(String secret) {
    return new AccessKey(secret, null, State.ACTIVE);
  }

  /** A key of a session. */
  public static AccessKey temporary(String secret, String sessionToken) {
    return new AccessKey(
        secret, Objects.requireNonNull(sessionToken, "session token"), State.ACTIVE);
  }

  /** A key of a session that is over. */
  public static AccessKey expired(String sessionToken) {
    return new AccessKey(null, sessionToken, State.EXPIRED);
  }

  /** Whether the token, or null, is the one that must come with the key. */
  public boolean accepts(String token) {
    return sessionToken == null ? token == null : token != null && Hashes.same(sessionToken, token);
  }

  /** Without the secrets, so that no log has them. */
  @Override
  public String toString() {
    return "AccessKey[" + state + (sessionToken == null ? "" : ", with session") + "]";
  }
}
