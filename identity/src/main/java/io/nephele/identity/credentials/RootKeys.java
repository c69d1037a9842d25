package io.nephele.identity.credentials;

import io.nephele.core.World;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedKey;

/** Access keys of accounts' root users, with which a strict world is begun. */
public final class RootKeys {
  private final World world;
  private final Directory directory;

  /** Root keys in that directory. */
  public RootKeys(World world, Directory directory) {
    this.world = world;
    this.directory = directory;
  }

  /** An active key of an account's root user: one that there is, else a new one. */
  public IssuedKey of(String accountId) {
    return directory.write(accountId, transaction -> of(transaction, accountId));
  }

  private IssuedKey of(Transaction transaction, String accountId) {
    for (IssuedKey key : directory.accessKeys().all(transaction, accountId)) {
      if (key.userName() == null && key.status() == IssuedKey.Status.ACTIVE) {
        return key;
      }
    }
    IssuedKey made =
        new IssuedKey(
            AccessKeyIds.create(AccessKeyIds.LASTING, accountId, world.ids()),
            null,
            null,
            SecretAccessKeys.create(world.ids()),
            IssuedKey.Status.ACTIVE,
            world.clock().now());
    directory.accessKeys().put(transaction, accountId, made.accessKeyId(), made);
    return made;
  }
}
