package io.nephele.services.iam;

import java.util.Iterator;

/** How many of a kind an account may have, if AWS was not asked for more. */
final class Quotas {
  static final int GROUPS = 300;
  static final int ROLES = 1000;
  static final int POLICIES = 1500;
  static final int INSTANCE_PROFILES = 1000;
  static final int USERS = 5000;

  private Quotas() {}

  /**
   * Checks that there may be one more.
   *
   * @param known those that there are
   * @param quota the name that AWS gives the quota, for example {@code RolesPerAccount}
   */
  static void checkOneMore(Iterator<?> known, int limit, String quota) {
    int count = 0;
    while (known.hasNext()) {
      known.next();
      if (++count >= limit) {
        throw IamErrors.limit(quota, limit);
      }
    }
  }
}
