package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.DeleteSecretRequest;
import io.nephele.api.secretsmanager.DeleteSecretResponse;
import io.nephele.api.secretsmanager.RestoreSecretRequest;
import io.nephele.api.secretsmanager.RestoreSecretResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The operations that have secrets deleted, and the clock that deletes them. */
final class Deletions {
  /** The kind of the timers; their ids are the places of secrets. */
  static final String TIMER = "secretsmanager.deletion";

  private static final int MIN_DAYS = 7;
  private static final int MAX_DAYS = 30;

  private final SecretStore store;
  private final RotationClock clock;
  private final SecretEvents events;

  Deletions(SecretStore store, RotationClock clock, SecretEvents events) {
    this.store = store;
    this.clock = clock;
    this.events = events;
  }

  DeleteSecretResponse delete(DeleteSecretRequest in, Call call) {
    boolean force = Boolean.TRUE.equals(in.forceDeleteWithoutRecovery());
    Long given = in.recoveryWindowInDays();
    if (force && given != null) {
      throw SecretErrors.invalidParameter(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    long days = given == null ? MAX_DAYS : given;
    if (days < MIN_DAYS || days > MAX_DAYS) {
      throw SecretErrors.invalidParameter(
          "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
    }
    if (force && !Arn.isArn(in.secretId()) && store.findOrNull(in.secretId(), call) == null) {
      return nothingToDelete(in.secretId(), call);
    }
    Secret secret = store.require(in.secretId(), call);
    requireDeletable(secret, call);
    Instant at = force ? call.time() : call.time().plus(Duration.ofDays(days));
    store.change(
        secret,
        (transaction, current) -> {
          requireDeletable(current, call);
          clock.stop(transaction, current);
          events.tell(
              transaction, current, force ? "EndSecretVersionDelete" : "StartSecretVersionDelete");
          if (force) {
            store.world().timers().cancel(transaction, TIMER, current.place());
            store.delete(transaction, current);
            return null;
          }
          if (current.deleted() != null) {
            throw SecretErrors.invalidRequest(
                "You can't perform this operation on the secret because it was already scheduled"
                    + " for deletion.");
          }
          store.put(transaction, current.with().deleted(call.time()).deletion(at).done());
          store.world().timers().schedule(transaction, TIMER, current.place(), at, Bytes.EMPTY);
          return null;
        });
    return new DeleteSecretResponse().arn(secret.arn()).name(secret.name()).deletionDate(at);
  }

  private static void requireDeletable(Secret secret, Call call) {
    if (secret.isReplica()) {
      throw SecretErrors.onReplica();
    }
    if (!secret.replicas().isEmpty()) {
      List<String> regions = secret.replicas().stream().map(Replica::region).toList();
      throw SecretErrors.invalidParameter(
          "You can't delete secret "
              + secret.arn()
              + " that still has replica regions "
              + regions
              + ".");
    }
    String owner = secret.owningService();
    if (owner != null && !owner.equals(Owners.of(call))) {
      throw SecretErrors.managed(owner);
    }
  }

  /** Who deletes by force is not told that there was nothing. */
  private DeleteSecretResponse nothingToDelete(String name, Call call) {
    String arn =
        new Arn(
                call.partition(),
                "secretsmanager",
                call.region().name(),
                call.accountId(),
                "secret:" + name + "-" + store.world().ids().alphanumeric(6))
            .toString();
    return new DeleteSecretResponse().arn(arn).name(name).deletionDate(call.time());
  }

  RestoreSecretResponse restore(RestoreSecretRequest in, Call call) {
    Secret secret = store.require(in.secretId(), call);
    store.change(
        secret,
        (transaction, current) -> {
          store.world().timers().cancel(transaction, TIMER, current.place());
          Secret restored = current.with().deleted(null).deletion(null).done();
          store.put(transaction, restored);
          clock.set(transaction, restored);
          if (current.deleted() != null) {
            events.tell(transaction, restored, "CancelSecretVersionDelete");
          }
          return null;
        });
    return new RestoreSecretResponse().arn(secret.arn()).name(secret.name());
  }

  /** What the clock does when the window is over. */
  void onTimer(Transaction transaction, Timer timer) {
    Secret secret = store.get(transaction, timer.id());
    if (secret != null && timer.due().equals(secret.deletion())) {
      store.delete(transaction, secret);
      events.tell(transaction, secret, "EndSecretVersionDelete");
    }
  }
}
