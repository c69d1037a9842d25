package io.nephele.services.iam;

import io.nephele.api.iam.StatusType;

/** Whether keys and certificates may be used, as requests and results have it. */
final class Statuses {
  private Statuses() {}

  /** Whether a request makes something active; an error to the caller if it says neither. */
  static boolean isActive(String status) {
    if (status.equals(StatusType.EXPIRED)) {
      throw IamErrors.constraint(
          status, "status", "Member must satisfy enum value set: [Active, Inactive]");
    }
    return status.equals(StatusType.ACTIVE);
  }

  /** What results say of what is active or not. */
  static String text(boolean active) {
    return active ? StatusType.ACTIVE : StatusType.INACTIVE;
  }
}
