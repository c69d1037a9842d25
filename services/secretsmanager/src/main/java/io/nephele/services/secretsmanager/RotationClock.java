package io.nephele.services.secretsmanager;

import io.nephele.core.World;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import java.time.Instant;

/** The timers that open the windows of rotation; their ids are the places of secrets. */
final class RotationClock {
  /** The kind of the timers. */
  static final String TIMER = "secretsmanager.rotation";

  private final World world;

  RotationClock(World world) {
    this.world = world;
  }

  /** The secret with its next window after that time, for which a timer is set. */
  Secret plan(Transaction transaction, Secret secret, Instant after) {
    Secret planned = secret.with().rotation(secret.rotation().after(after)).done();
    set(transaction, planned);
    return planned;
  }

  /** Sets or cancels the timer as the secret's rotation says. */
  void set(Transaction transaction, Secret secret) {
    if (secret.isRotated() && secret.rotation().opens() != null) {
      world
          .timers()
          .schedule(transaction, TIMER, secret.place(), secret.rotation().opens(), Bytes.EMPTY);
    } else {
      stop(transaction, secret);
    }
  }

  void stop(Transaction transaction, Secret secret) {
    world.timers().cancel(transaction, TIMER, secret.place());
  }

  /** A value that somebody put counts as a rotation where the time between two is counted. */
  Secret afterNewValue(Transaction transaction, Secret secret, Instant now) {
    return secret.isRotated()
            && secret.rotation().rules() != null
            && secret.rotation().rules().days() != null
        ? plan(transaction, secret, now)
        : secret;
  }
}
