package io.nephele.services.sts;

import io.nephele.api.sts.Credentials;
import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.worlds.AccessKeyPrefix;
import io.nephele.identity.Identity;
import io.nephele.identity.credentials.SessionIssuer;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedSession;

/** What the operations of STS share in a world. */
final class StsWorld {
  private final World world;
  private final Directory directory;
  private final Roles roles;
  private final SessionIssuer issuer;

  StsWorld(World world) {
    this.world = world;
    this.directory = Identity.of(world).directory();
    this.roles = new Roles(directory);
    this.issuer = new SessionIssuer(world, directory);
  }

  World world() {
    return world;
  }

  Directory directory() {
    return directory;
  }

  Roles roles() {
    return roles;
  }

  /**
   * Issues credentials and shows them as responses do. Those of a forked world say which it is, so
   * that who uses them stays in it.
   */
  Credentials issue(Principal principal, String entityId) {
    IssuedSession session = issuer.issue(principal, entityId);
    return new Credentials()
        .accessKeyId(AccessKeyPrefix.withWorld(session.accessKeyId(), world.settings().name()))
        .secretAccessKey(session.secret())
        .sessionToken(session.token())
        .expiration(session.expiresAt());
  }
}
