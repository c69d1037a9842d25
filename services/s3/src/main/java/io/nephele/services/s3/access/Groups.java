package io.nephele.services.s3.access;

import java.util.Set;

/** The groups that access control lists can name, by their URIs. */
final class Groups {
  static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
  static final String AUTHENTICATED_USERS =
      "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
  static final String LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";

  private static final Set<String> ALL = Set.of(ALL_USERS, AUTHENTICATED_USERS, LOG_DELIVERY);

  private Groups() {}

  static boolean exists(String uri) {
    return ALL.contains(uri);
  }

  /** Whether anybody, or anybody with an AWS account, is in it. */
  static boolean isPublic(String uri) {
    return uri.equals(ALL_USERS) || uri.equals(AUTHENTICATED_USERS);
  }
}
