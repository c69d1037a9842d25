package io.nephele.services.s3.access;

import io.nephele.core.identity.CanonicalUser;
import java.util.Set;

/**
 * One line of an access control list.
 *
 * @param type {@code CanonicalUser} or {@code Group}
 * @param grantee a canonical user id, or a group's URI
 */
public record AclGrant(String type, String grantee, String permission) {
  static final String USER = "CanonicalUser";
  static final String GROUP = "Group";

  static final String FULL_CONTROL = "FULL_CONTROL";
  static final String READ = "READ";
  static final String WRITE = "WRITE";
  static final String READ_ACP = "READ_ACP";
  static final String WRITE_ACP = "WRITE_ACP";

  private static final Set<String> PERMISSIONS =
      Set.of(FULL_CONTROL, READ, WRITE, READ_ACP, WRITE_ACP);

  static AclGrant toAccount(String accountId, String permission) {
    return new AclGrant(USER, CanonicalUser.of(accountId), permission);
  }

  static AclGrant toGroup(String uri, String permission) {
    return new AclGrant(GROUP, uri, permission);
  }

  static boolean isPermission(String text) {
    return PERMISSIONS.contains(text);
  }

  /** Whether it is given to a group. */
  public boolean isGroup() {
    return type.equals(GROUP);
  }

  boolean isPublic() {
    return isGroup() && Groups.isPublic(grantee);
  }

  /** Whether it gives that permission, by itself or with all others. */
  boolean gives(String wanted) {
    return permission.equals(wanted) || permission.equals(FULL_CONTROL);
  }
}
