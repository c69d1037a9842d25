package io.nephele.core.roles;

import io.nephele.api.sts.AssumeRoleRequest;
import io.nephele.api.sts.Credentials;
import io.nephele.api.sts.Sts;
import io.nephele.core.World;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Assumes roles as any service does, by calling STS in its own name. */
public final class AssumedRoles {
  private static final int SECONDS = 3600;
  private static final long KEPT_MILLIS = 15 * 60_000L;
  private static final int MOST_KEPT = 1000;
  private static final int LOCKS = 16;

  private final World world;
  private final Map<Wanted, Assumed> kept = new ConcurrentHashMap<>();

  /** Held while a session is asked for, so that many who want the same one ask once. */
  private final ReentrantLock[] asking = new ReentrantLock[LOCKS];

  /** The roles of a world. */
  public AssumedRoles(World world) {
    this.world = world;
    for (int i = 0; i < LOCKS; i++) {
      asking[i] = new ReentrantLock();
    }
  }

  /**
   * Whose session is wanted and by whom.
   *
   * @param service the service principal that the role has to trust
   * @param accountId the account on whose behalf it is assumed
   * @param sourceArn the resource on whose behalf it is assumed
   * @param sessionName of the session
   */
  public record Wanted(
      String roleArn, String service, String accountId, String sourceArn, String sessionName) {}

  private record Assumed(Principal principal, long until) {}

  /**
   * A session of a role, which may be some minutes old.
   *
   * @throws io.nephele.model.AwsException if the role does not let the service have one
   */
  public Principal assume(Wanted wanted, Region region) {
    Principal known = known(wanted);
    if (known != null) {
      return known;
    }
    ReentrantLock lock = asking[Math.floorMod(wanted.hashCode(), LOCKS)];
    lock.lock();
    try {
      known = known(wanted);
      return known == null ? ask(wanted, region) : known;
    } finally {
      lock.unlock();
    }
  }

  private Principal known(Wanted wanted) {
    Assumed known = kept.get(wanted);
    return known != null && known.until > world.clock().millis() ? known.principal : null;
  }

  private Principal ask(Wanted wanted, Region region) {
    Credentials credentials =
        world
            .call(
                Sts.AssumeRole,
                new AssumeRoleRequest()
                    .roleArn(wanted.roleArn())
                    .roleSessionName(wanted.sessionName())
                    .durationSeconds(SECONDS),
                Principal.service(wanted.service(), wanted.accountId()),
                region,
                Origin.service(wanted.service(), wanted.sourceArn()))
            .credentials();
    Principal principal =
        world.access().principal(credentials.accessKeyId(), credentials.sessionToken());
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(wanted, new Assumed(principal, world.clock().millis() + KEPT_MILLIS));
    return principal;
  }
}
