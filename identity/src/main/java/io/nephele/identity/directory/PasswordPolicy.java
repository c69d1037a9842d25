package io.nephele.identity.directory;

/**
 * An account's own rules of the passwords of its users.
 *
 * @param allowUsersToChange whether each user may change its own password and see this policy,
 *     whatever other policies say that do not deny it
 * @param maxAgeDays after how many days passwords expire, or 0 for never
 * @param reusePrevention how many of the latest passwords may not be used again, or 0
 * @param hardExpiry whether a user whose password has expired cannot set another itself
 */
public record PasswordPolicy(
    int minimumLength,
    boolean requireSymbols,
    boolean requireNumbers,
    boolean requireUppercase,
    boolean requireLowercase,
    boolean allowUsersToChange,
    int maxAgeDays,
    int reusePrevention,
    boolean hardExpiry) {}
