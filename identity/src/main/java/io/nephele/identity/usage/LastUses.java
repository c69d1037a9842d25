package io.nephele.identity.usage;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.KeyUse;
import io.nephele.identity.directory.RoleUse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When lasting access keys and roles were last used. As in AWS that is not told to the second: a
 * use is written if it is of another service or region, or minutes after the one before.
 */
public final class LastUses {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Directory directory;
  private final Map<String, KeyUse> written = new ConcurrentHashMap<>();

  /** The uses in that directory. */
  public LastUses(Directory directory) {
    this.directory = directory;
  }

  /** Takes note of a call. */
  public void note(Call call) {
    Principal principal = call.principal();
    switch (principal.type()) {
      case ROOT, USER -> {
        if (principal.accessKeyId() != null && principal.session() == null) {
          note(call, principal.accessKeyId());
        }
      }
      case ROLE_SESSION -> note(call, principal.entityArn());
      case FEDERATED_USER, SERVICE, ANONYMOUS -> {}
    }
  }

  /** Forgets what is in memory, when the world was emptied. */
  public void forget() {
    written.clear();
  }

  private void note(Call call, String subject) {
    KeyUse use =
        new KeyUse(
            call.time().truncatedTo(ChronoUnit.SECONDS),
            call.operation().service().signingName(),
            call.region().name());
    KeyUse before = written.get(subject);
    if (before != null
        && use.at().isBefore(before.at().plus(INTERVAL))
        && use.service().equals(before.service())
        && use.region().equals(before.region())) {
      return;
    }
    written.put(subject, use);
    String accountId = call.principal().accountId();
    directory.note(
        transaction -> {
          if (call.principal().type() == Principal.Type.ROLE_SESSION) {
            String name = subject.substring(subject.lastIndexOf('/') + 1);
            RoleUse ofRole = new RoleUse(use.at(), use.region());
            directory.roleUses().put(transaction, accountId, name, ofRole);
          } else {
            directory.keyUses().put(transaction, accountId, subject, use);
          }
        });
  }
}
