package io.nephele.services.sts;

import io.nephele.core.identity.Principal;
import io.nephele.identity.directory.Role;

/** How long sessions last, in seconds. */
final class SessionTimes {
  private static final int HOUR = 3600;
  private static final int HALF_DAY = 43_200;

  private SessionTimes() {}

  /**
   * That of a role's session.
   *
   * @param requested null for the default
   * @param chained whether it was asked for with temporary credentials
   * @throws io.nephele.model.AwsException if it would be longer than it may
   */
  static int ofRole(Integer requested, Role role, boolean chained) {
    int seconds = requested == null ? HOUR : requested;
    if (chained && seconds > HOUR) {
      throw StsErrors.validation(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining");
    }
    if (seconds > Math.max(role.maxSessionSeconds(), HOUR)) {
      throw StsErrors.validation(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return seconds;
  }

  /** That of a session of a user; a root user's are an hour long at most, whatever was asked. */
  static int ofUser(Integer requested, Principal principal) {
    int seconds = requested == null ? HALF_DAY : requested;
    return principal.type() == Principal.Type.ROOT ? Math.min(seconds, HOUR) : seconds;
  }
}
