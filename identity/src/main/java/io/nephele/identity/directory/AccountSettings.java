package io.nephele.identity.directory;

import java.time.Instant;

/**
 * What IAM holds of an account as a whole.
 *
 * @param createdAt when the account was first seen
 * @param alias its alias, or null
 * @param passwordPolicy its own policy of passwords, or null if that of AWS holds
 * @param globalTokenVersion the version of the tokens that the global endpoint of STS issues: 2, or
 *     something else for 1
 */
public record AccountSettings(
    Instant createdAt, String alias, PasswordPolicy passwordPolicy, int globalTokenVersion) {
  /** An account of which nothing was set. */
  public static final AccountSettings NONE = new AccountSettings(null, null, null, 0);

  /** The same with another date of creation. */
  public AccountSettings withCreatedAt(Instant instant) {
    return new AccountSettings(instant, alias, passwordPolicy, globalTokenVersion);
  }

  /** The same with another alias, or null for none. */
  public AccountSettings withAlias(String other) {
    return new AccountSettings(createdAt, other, passwordPolicy, globalTokenVersion);
  }

  /** The same with another policy of passwords, or null for that of AWS. */
  public AccountSettings withPasswordPolicy(PasswordPolicy policy) {
    return new AccountSettings(createdAt, alias, policy, globalTokenVersion);
  }

  /** The same with another version of tokens. */
  public AccountSettings withGlobalTokenVersion(int version) {
    return new AccountSettings(createdAt, alias, passwordPolicy, version);
  }
}
