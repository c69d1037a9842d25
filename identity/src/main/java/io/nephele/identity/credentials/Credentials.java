package io.nephele.identity.credentials;

import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Partition;
import io.nephele.core.store.Reader;
import io.nephele.core.worlds.AccessKeyPrefix;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.IssuedSession;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.wire.sign.AccessKey;
import io.nephele.wire.sign.AccessKeys;

/**
 * The access keys of a world and who they are. A key that the world issued is never taken for an
 * unknown one, even when it is deleted or has ended.
 */
public final class Credentials {
  private final World world;
  private final Directory directory;

  /** The keys in that directory. */
  public Credentials(World world, Directory directory) {
    this.world = world;
    this.directory = directory;
  }

  /** A key that was issued here and the principal whose it is, which is null if it is no good. */
  private record Issued(AccessKey key, Principal principal) {
    static final Issued VOID = new Issued(AccessKey.INACTIVE, null);
  }

  /** Starts to look keys up for one request. */
  public Lookup lookup() {
    return new Lookup();
  }

  /**
   * The keys that one request asks for. Key and principal are read together, so that the same state
   * decides on the signature and tells the caller.
   */
  public final class Lookup implements AccessKeys {
    private Principal principal;

    private Lookup() {}

    @Override
    public AccessKey find(String accessKeyId, String sessionToken) {
      Issued issued = issued(AccessKeyPrefix.withoutWorld(accessKeyId));
      principal = issued == null ? null : issued.principal();
      if (issued != null) {
        return issued.key();
      }
      return world.settings().strict() ? null : AccessKey.UNCHECKED;
    }

    /**
     * The principal of the key that was found last.
     *
     * @return null if the key was not issued here or is not good any more
     */
    public Principal principal() {
      return principal;
    }
  }

  private Issued issued(String accessKeyId) {
    String accountId = AccessKeyIds.accountOf(accessKeyId);
    if (accountId == null) {
      return null;
    }
    return directory.read(
        reader ->
            accessKeyId.startsWith(AccessKeyIds.TEMPORARY)
                ? temporary(reader, accountId, accessKeyId)
                : lasting(reader, accountId, accessKeyId));
  }

  private Issued lasting(Reader reader, String accountId, String accessKeyId) {
    IssuedKey key = directory.accessKeys().get(reader, accountId, accessKeyId);
    if (key == null) {
      return null;
    }
    if (key.status() != IssuedKey.Status.ACTIVE) {
      return Issued.VOID;
    }
    Principal owner = owner(reader, accountId, key);
    return owner == null
        ? Issued.VOID
        : new Issued(AccessKey.permanent(key.secret()), owner.withAccessKey(accessKeyId));
  }

  private Principal owner(Reader reader, String accountId, IssuedKey key) {
    if (key.userName() == null) {
      return Principal.root(ownPartition(), accountId);
    }
    User user = directory.users().get(reader, accountId, key.userName());
    return user == null || !user.id().equals(key.userId())
        ? null
        : Principal.user(accountId, user.arn(), user.id());
  }

  private Issued temporary(Reader reader, String accountId, String accessKeyId) {
    IssuedSession session = directory.sessions().get(reader, accountId, accessKeyId);
    if (session == null) {
      return null;
    }
    if (session.secret() == null || !isEntityThere(reader, accountId, session)) {
      return Issued.VOID;
    }
    if (!world.clock().now().isBefore(session.expiresAt())) {
      return new Issued(AccessKey.expired(session.token()), null);
    }
    Principal principal =
        new Principal(
            session.type(),
            accountId,
            session.arn(),
            session.entityArn(),
            session.id(),
            accessKeyId,
            session.session());
    return new Issued(AccessKey.temporary(session.secret(), session.token()), principal);
  }

  /** Whether the user or role is still there; another of the same name is not the same. */
  private boolean isEntityThere(Reader reader, String accountId, IssuedSession session) {
    String entity = session.entityArn();
    String name = entity.substring(entity.lastIndexOf('/') + 1);
    return switch (session.type()) {
      case ROLE_SESSION -> {
        Role role = directory.roles().get(reader, accountId, name);
        yield role != null && role.id().equals(session.entityId());
      }
      case USER, FEDERATED_USER -> {
        if (session.entityId() == null) { // the root user's
          yield true;
        }
        User user = directory.users().get(reader, accountId, name);
        yield user != null && user.id().equals(session.entityId());
      }
      case ROOT, SERVICE, ANONYMOUS -> true;
    };
  }

  private Partition ownPartition() {
    return world.settings().region().partition();
  }
}
