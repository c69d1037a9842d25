package io.nephele.services.kms;

import io.nephele.api.kms.CancelKeyDeletionRequest;
import io.nephele.api.kms.CancelKeyDeletionResponse;
import io.nephele.api.kms.ScheduleKeyDeletionRequest;
import io.nephele.api.kms.ScheduleKeyDeletionResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The operations that have keys deleted, and the clock that deletes them. */
final class Deletions {
  /** The kind of the timers of deletions; their ids are the places of keys. */
  static final String TIMER = "kms.deletion";

  private static final int MIN_DAYS = 7;
  private static final int MAX_DAYS = 30;

  private final KmsWorld kms;
  private final Imports imports;

  Deletions(KmsWorld kms, Imports imports) {
    this.kms = kms;
    this.imports = imports;
  }

  ScheduleKeyDeletionResponse schedule(ScheduleKeyDeletionRequest in, Call call) {
    int days = in.pendingWindowInDays() == null ? MAX_DAYS : in.pendingWindowInDays();
    if (days < MIN_DAYS || days > MAX_DAYS) {
      throw KmsErrors.validation(
          "PendingWindowInDays must be between " + MIN_DAYS + " and " + MAX_DAYS);
    }
    KmsKey key = kms.findOwn(in.keyId(), call);
    KmsKey scheduled =
        kms.change(
            key,
            (transaction, current) -> {
              KmsWorld.requireNotPendingDeletion(current);
              boolean waits = current.isPrimary() && !current.multiRegion().replicas().isEmpty();
              return waits
                  ? put(transaction, current.withDeletion(new KmsKey.Deletion(null, days)))
                  : begin(transaction, current, days, call.time());
            });
    return new ScheduleKeyDeletionResponse()
        .keyId(scheduled.arn())
        .deletionDate(scheduled.deletion().at())
        .keyState(scheduled.state())
        .pendingWindowInDays(days);
  }

  private KmsKey begin(Transaction transaction, KmsKey key, int days, Instant now) {
    Instant at = now.plus(Duration.ofDays(days));
    kms.world().timers().schedule(transaction, TIMER, key.place(), at, Bytes.EMPTY);
    return put(transaction, key.withDeletion(new KmsKey.Deletion(at, days)));
  }

  private KmsKey put(Transaction transaction, KmsKey key) {
    kms.tables().put(transaction, key);
    return key;
  }

  CancelKeyDeletionResponse cancel(CancelKeyDeletionRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    kms.change(
        key,
        (transaction, current) -> {
          if (current.deletion() == null) {
            throw KmsErrors.invalidState(current.arn() + " is not pending deletion.");
          }
          kms.world().timers().cancel(transaction, TIMER, current.place());
          return put(transaction, current.withDeletion(null).withEnabled(false));
        });
    return new CancelKeyDeletionResponse().keyId(key.arn());
  }

  /** What the clock does when the window is over. */
  void onTimer(Transaction transaction, Timer timer) {
    KmsKey key = kms.tables().key(transaction, timer.id());
    if (key == null || key.deletion() == null || !timer.due().equals(key.deletion().at())) {
      return;
    }
    kms.events().tell(transaction, key, KeyEvents.DELETION, timer.due());
    kms.world().timers().cancel(transaction, Rotations.TIMER, key.place());
    imports.forget(transaction, key);
    kms.lastUses().forget(transaction, key);
    kms.grants().deleteAll(transaction, key);
    kms.tables().deleteAll(transaction, key);
    if (key.isReplica()) {
      leave(transaction, key, timer.due());
    }
  }

  /** The last replica that goes begins the window of a primary key that waits for it. */
  private void leave(Transaction transaction, KmsKey replica, Instant now) {
    List<String> rest = new ArrayList<>(replica.multiRegion().replicas());
    rest.remove(replica.region());
    String primaryRegion = replica.multiRegion().primary();
    KmsKey primary =
        kms.tables().key(transaction, replica.accountId(), primaryRegion, replica.id());
    if (primary == null) {
      return;
    }
    RelatedKeys.relate(
        transaction, kms.tables(), primary, new KmsKey.MultiRegion(primaryRegion, rest));
    KmsKey current = kms.tables().key(transaction, primary.place());
    if (rest.isEmpty() && current.deletion() != null && current.deletion().at() == null) {
      begin(transaction, current, current.deletion().windowInDays(), now);
    }
  }
}
