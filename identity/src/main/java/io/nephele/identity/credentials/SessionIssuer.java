package io.nephele.identity.credentials;

import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Issues temporary credentials. Whether somebody may have them is decided before. A session token
 * is a random text that says nothing; what it stands for is in the store.
 */
public final class SessionIssuer {
  /** How long a session that is over is still told from one that never was. */
  private static final Duration KEPT = Duration.ofDays(7);

  private static final int CLEARED_AT_ONCE = 8;
  private static final int TOKEN_BYTES = 240;

  private final World world;
  private final Directory directory;
  private final Table<SessionEnd> ends = Table.of("sts.session-ends", SessionEnd.class);

  /** Under the account and the time of its end: a session whose secrets are still kept. */
  private record SessionEnd(String accessKeyId) {}

  /** Issues into that directory of the world. */
  public SessionIssuer(World world, Directory directory) {
    this.world = world;
    this.directory = directory;
  }

  /**
   * Makes credentials.
   *
   * @param principal whose they are; its session says when they end
   * @param entityId the unique id of the role or user that the principal's {@code entityArn} is, so
   *     that its deletion ends the session; null of root users
   */
  public IssuedSession issue(Principal principal, String entityId) {
    String accountId = principal.accountId();
    String secret = SecretAccessKeys.create(world.ids());
    String token = Base64.getEncoder().encodeToString(world.ids().secretBytes(TOKEN_BYTES));
    return world
        .store()
        .write(
            new LockKey(Key.of("sts.sessions").with(accountId)),
            transaction -> {
              IssuedSession session =
                  new IssuedSession(
                      freeId(transaction, accountId),
                      secret,
                      token,
                      principal.type(),
                      principal.arn(),
                      principal.entityArn(),
                      principal.id(),
                      entityId,
                      principal.session(),
                      principal.session().expiresAt());
              put(transaction, accountId, session);
              clearLongExpired(transaction, accountId);
              return session;
            });
  }

  private String freeId(Transaction transaction, String accountId) {
    while (true) {
      String id = AccessKeyIds.create(AccessKeyIds.TEMPORARY, accountId, world.ids());
      if (directory.sessions().get(transaction, accountId, id) == null) {
        return id;
      }
    }
  }

  private void put(Transaction transaction, String accountId, IssuedSession session) {
    directory.sessions().put(transaction, accountId, session.accessKeyId(), session);
    Key end = Key.of(accountId).with(session.expiresAt()).with(session.accessKeyId());
    ends.put(transaction, end, new SessionEnd(session.accessKeyId()));
  }

  /** A few at each issue are more than are added, so there never are many. */
  private void clearLongExpired(Transaction transaction, String accountId) {
    Instant since = world.clock().now().minus(KEPT);
    List<Table.Row<SessionEnd>> over = new ArrayList<>();
    for (Table.Row<SessionEnd> row : ends.scan(transaction, Key.of(accountId))) {
      KeyReader parts = row.key().reader();
      parts.nextText();
      if (over.size() == CLEARED_AT_ONCE || !parts.nextInstant().isBefore(since)) {
        break;
      }
      over.add(row);
    }
    for (Table.Row<SessionEnd> row : over) {
      String id = row.value().accessKeyId();
      IssuedSession session = directory.sessions().get(transaction, accountId, id);
      if (session != null) {
        directory.sessions().put(transaction, accountId, id, session.cleared());
      }
      ends.delete(transaction, row.key());
    }
  }
}
