package io.nephele.services.s3.access;

import io.nephele.core.identity.CanonicalUser;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may do what with a bucket or an object, beside what policies say.
 *
 * @param ownerId the account that owns it
 */
public record AccessControlList(String ownerId, List<AclGrant> grants) {
  /** What an owner alone may do. */
  static AccessControlList ofOwner(String accountId) {
    return new AccessControlList(
        accountId, List.of(AclGrant.toAccount(accountId, AclGrant.FULL_CONTROL)));
  }

  /** The list with a further grant. */
  AccessControlList with(AclGrant grant) {
    List<AclGrant> more = new ArrayList<>(grants);
    more.add(grant);
    return new AccessControlList(ownerId, List.copyOf(more));
  }

  /** Whether it lets the public in. */
  boolean isPublic() {
    return grants.stream().anyMatch(AclGrant::isPublic);
  }

  /** Whether it lets in anybody but the owner. */
  boolean grantsOthers() {
    String owner = CanonicalUser.of(ownerId);
    return grants.stream().anyMatch(grant -> !grant.grantee().equals(owner));
  }
}
