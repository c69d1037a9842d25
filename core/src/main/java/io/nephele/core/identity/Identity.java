package io.nephele.core.identity;

import io.nephele.core.partition.Partition;

/**
 * Finds the principal behind an access key. A key of twelve digits is the root user of that
 * account; any other key, and no key, is the root user of the world's own account.
 */
public final class Identity {
  private final String ownAccountId;

  /** The rules of a world with that account of its own. */
  public Identity(String ownAccountId) {
    this.ownAccountId = ownAccountId;
  }

  /** The principal of an access key id, which is null in unsigned requests. */
  public Principal of(String accessKeyId, Partition partition) {
    return Principal.root(
        partition, AccountIds.isAccountId(accessKeyId) ? accessKeyId : ownAccountId);
  }
}
