package io.nephele.services.iam;

import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's password, of which only hashes are kept.
 *
 * @param changedAt when the password was last set
 * @param resetRequired whether the user has to set another at the next sign-in
 * @param salt of all of the user's hashes, so that one computation tells whether any is met
 * @param rounds how often the hash function was applied
 * @param hashes of this password and of earlier ones, the latest first
 */
record LoginProfile(
    Instant createdAt,
    Instant changedAt,
    boolean resetRequired,
    Bytes salt,
    int rounds,
    List<Bytes> hashes) {
  /** As many passwords as an account can say that must not be used again. */
  private static final int KEPT = 24;

  /** The profile with another password. */
  LoginProfile withPassword(Bytes hash, Instant now) {
    List<Bytes> all = new ArrayList<>();
    all.add(hash);
    all.addAll(hashes.subList(0, Math.min(hashes.size(), KEPT - 1)));
    return new LoginProfile(createdAt, now, resetRequired, salt, rounds, all);
  }

  /** The profile with another say about the next sign-in. */
  LoginProfile withResetRequired(boolean required) {
    return new LoginProfile(createdAt, changedAt, required, salt, rounds, hashes);
  }

  /** Without the hashes, so that no log has them. */
  @Override
  public String toString() {
    return "LoginProfile[" + createdAt + "]";
  }
}
