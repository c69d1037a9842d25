package io.nephele.services.kms;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Tells CloudWatch for how long imported material is good: when it is imported and every hour, in
 * its last hour every minute.
 */
final class ExpiryGauge {
  /** The kind of the timers; their ids are the places of materials. */
  static final String TIMER = "kms.expiryGauge";

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final KmsWorld kms;

  ExpiryGauge(KmsWorld kms) {
    this.kms = kms;
  }

  /** Begins to tell of material that expires. */
  void begin(Transaction transaction, KmsKey key, MaterialRow row, Instant now) {
    tell(transaction, key, row.imported().expiresAt(), key.place().with(row.id()), now);
  }

  void end(Transaction transaction, Key place) {
    kms.world().timers().cancel(transaction, TIMER, place);
  }

  void endAll(Transaction transaction, KmsKey key) {
    kms.world().timers().cancelAll(transaction, TIMER, key.place());
  }

  /** What the clock does when it is time to tell again. */
  void onTimer(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    KmsKey key =
        kms.tables().key(transaction, parts.nextText(), parts.nextText(), parts.nextText());
    Material material =
        key == null ? null : kms.tables().material(transaction, key, parts.nextText());
    if (material != null && material.isThere() && material.row().imported().expiresAt() != null) {
      tell(transaction, key, material.row().imported().expiresAt(), timer.id(), timer.due());
    }
  }

  private void tell(Transaction transaction, KmsKey key, Instant end, Key place, Instant now) {
    Duration left = Duration.between(now, end);
    if (left.isNegative()) {
      return;
    }
    Instant next = now.plus(left.compareTo(HOUR) > 0 ? HOUR : MINUTE);
    if (next.isBefore(end)) {
      kms.world().timers().schedule(transaction, TIMER, place, next, Bytes.EMPTY);
    }
    MetricKey metric = metric(key);
    transaction.afterCommit(() -> kms.world().metrics().record(metric, left.toSeconds()));
  }

  static MetricKey metric(KmsKey key) {
    return new MetricKey(
        key.accountId(),
        key.region(),
        "AWS/KMS",
        "SecondsUntilKeyMaterialExpiration",
        Map.of("KeyId", key.id()),
        "Seconds");
  }
}
