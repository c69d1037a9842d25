package io.nephele.services.kms;

import io.nephele.api.kms.DisableKeyRotationRequest;
import io.nephele.api.kms.EnableKeyRotationRequest;
import io.nephele.api.kms.GetKeyRotationStatusRequest;
import io.nephele.api.kms.GetKeyRotationStatusResponse;
import io.nephele.api.kms.RotateKeyOnDemandRequest;
import io.nephele.api.kms.RotateKeyOnDemandResponse;
import io.nephele.api.kms.RotationType;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.core.time.Timers;
import io.nephele.model.Bytes;
import io.nephele.model.Unit;
import java.time.Duration;
import java.time.Instant;

/**
 * The operations that rotate keys, and the clock that does. A rotated key encrypts with new
 * material; what it had before stays and decrypts.
 */
final class Rotations {
  /** The kind of the timers of automatic rotations; their ids are the places of keys. */
  static final String TIMER = "kms.rotation";

  private static final int YEAR = 365;
  private static final int MAX_ON_DEMAND = 25;

  private final KmsWorld kms;

  Rotations(KmsWorld kms) {
    this.kms = kms;
  }

  /** The rotation of the keys that AWS manages. */
  static KmsKey.Rotation yearly(Instant now) {
    return new KmsKey.Rotation(true, YEAR, now.plus(Duration.ofDays(YEAR)));
  }

  /** Sets the timer of a key that is rotated automatically. */
  static void schedule(Transaction transaction, KmsKey key, Timers timers) {
    timers.schedule(transaction, TIMER, key.place(), key.rotation().nextAt(), Bytes.EMPTY);
  }

  Unit enable(EnableKeyRotationRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    requireAutomatic(key, call);
    int period = in.rotationPeriodInDays() == null ? YEAR : in.rotationPeriodInDays();
    kms.change(
        key,
        (transaction, current) -> {
          KmsWorld.requireEnabled(current);
          KmsKey changed =
              current.withRotation(
                  new KmsKey.Rotation(true, period, call.time().plus(Duration.ofDays(period))));
          kms.tables().put(transaction, changed);
          schedule(transaction, changed, kms.world().timers());
          return null;
        });
    return KmsWorld.done(call);
  }

  Unit disable(DisableKeyRotationRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    requireAutomatic(key, call);
    kms.change(
        key,
        (transaction, current) -> {
          KmsWorld.requireEnabled(current);
          kms.tables().put(transaction, current.withRotation(null));
          kms.world().timers().cancel(transaction, TIMER, current.place());
          return null;
        });
    return KmsWorld.done(call);
  }

  GetKeyRotationStatusResponse status(GetKeyRotationStatusRequest in, Call call) {
    KmsKey key = kms.findById(in.keyId(), call);
    KmsKey.Rotation rotation = rotationOf(key);
    boolean automatic = rotation != null && rotation.automatic();
    boolean enabled = automatic && key.deletion() == null;
    return new GetKeyRotationStatusResponse()
        .keyId(key.id())
        .keyRotationEnabled(enabled)
        .rotationPeriodInDays(enabled ? rotation.periodInDays() : null)
        .nextRotationDate(enabled ? rotation.nextAt() : null);
  }

  /** Keys that are related are rotated together, by the primary key. */
  private KmsKey.Rotation rotationOf(KmsKey key) {
    if (!key.isReplica()) {
      return key.rotation();
    }
    KmsKey primary =
        kms.read(
            reader ->
                kms.tables().key(reader, key.accountId(), key.multiRegion().primary(), key.id()));
    return primary == null ? null : primary.rotation();
  }

  RotateKeyOnDemandResponse rotateNow(RotateKeyOnDemandRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    requireSymmetric(key, call);
    requireNoReplica(key, call);
    kms.change(
        key,
        (transaction, current) -> {
          KmsWorld.requireEnabled(current);
          if (onDemand(transaction, current) >= MAX_ON_DEMAND) {
            throw KmsErrors.limitExceeded(
                "The KMS key "
                    + current.arn()
                    + " has reached the maximum of "
                    + MAX_ON_DEMAND
                    + " on-demand rotations");
          }
          if (current.isImported()) {
            rotateImported(transaction, current, call.time());
          } else {
            rotate(transaction, current, call.time(), RotationType.ON_DEMAND);
          }
          return null;
        });
    return new RotateKeyOnDemandResponse().keyId(key.id());
  }

  /** What the clock does when a key's time has come. */
  void onTimer(Transaction transaction, Timer timer) {
    KmsKey key = kms.tables().key(transaction, timer.id());
    if (key == null
        || key.rotation() == null
        || !timer.due().equals(key.rotation().nextAt())
        || !key.enabled()
        || key.deletion() != null) {
      return; // a key that is switched off is rotated when it is switched on again
    }
    rotateAutomatically(transaction, key, timer.due());
  }

  /** Rotates a key that should have been while it was switched off. */
  void catchUp(Transaction transaction, KmsKey key, Instant now) {
    KmsKey.Rotation rotation = key.rotation();
    if (rotation != null && !rotation.nextAt().isAfter(now)) {
      rotateAutomatically(transaction, key, now);
    }
  }

  private void rotateAutomatically(Transaction transaction, KmsKey key, Instant at) {
    KmsKey rotated = rotate(transaction, key, at, RotationType.AUTOMATIC);
    KmsKey.Rotation before = key.rotation();
    KmsKey next =
        rotated.withRotation(
            new KmsKey.Rotation(
                true, before.periodInDays(), at.plus(Duration.ofDays(before.periodInDays()))));
    kms.tables().put(transaction, next);
    schedule(transaction, next, kms.world().timers());
  }

  private KmsKey rotate(Transaction transaction, KmsKey key, Instant at, String type) {
    MaterialRow made =
        new MaterialMaker(kms.random())
            .make(key.id(), key.spec(), at)
            .following(lastNumber(transaction, key) + 1)
            .rotated(at, type);
    kms.events().tell(transaction, key, KeyEvents.ROTATION, at);
    return RelatedKeys.putCurrent(transaction, kms.tables(), key, made);
  }

  /** Makes the imported material that waits for it the one that the key encrypts with. */
  private void rotateImported(Transaction transaction, KmsKey key, Instant at) {
    MaterialRow waiting = null;
    int current = kms.tables().current(transaction, key).row().number();
    for (Table.Row<Material> row : kms.tables().materials(transaction, key)) {
      MaterialRow material = row.value().row();
      if (material.number() > current && material.secret() != null) {
        waiting = material;
      }
    }
    if (waiting == null) {
      throw KmsErrors.invalidState(
          key.arn() + " has no imported key material that is pending rotation.");
    }
    kms.events().tell(transaction, key, KeyEvents.ROTATION, at);
    RelatedKeys.putCurrent(
        transaction, kms.tables(), key, waiting.rotated(at, RotationType.ON_DEMAND));
  }

  private int onDemand(Reader reader, KmsKey key) {
    int count = 0;
    for (Table.Row<Material> row : kms.tables().materials(reader, key)) {
      count += RotationType.ON_DEMAND.equals(row.value().row().rotationType()) ? 1 : 0;
    }
    return count;
  }

  private int lastNumber(Reader reader, KmsKey key) {
    int last = -1;
    for (Table.Row<Material> row : kms.tables().materials(reader, key)) {
      last = Math.max(last, row.value().row().number());
    }
    return last;
  }

  private static void requireAutomatic(KmsKey key, Call call) {
    requireSymmetric(key, call);
    if (key.isImported()) {
      throw KmsErrors.unsupported(
          key.arn() + " origin is EXTERNAL which is not valid for this operation.");
    }
    requireNoReplica(key, call);
  }

  static void requireSymmetric(KmsKey key, Call call) {
    if (!key.spec().isSymmetric()) {
      throw KmsErrors.unsupported(
          key.arn()
              + " key spec is "
              + key.spec().name()
              + " which is not valid for "
              + call.operation().name()
              + ".");
    }
  }

  private static void requireNoReplica(KmsKey key, Call call) {
    if (key.isReplica()) {
      throw KmsErrors.unsupported(
          key.arn()
              + " is a multi-Region replica key which is not valid for "
              + call.operation().name()
              + ".");
    }
  }
}
