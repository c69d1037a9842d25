package io.nephele.services.kms;

import io.nephele.api.kms.GetKeyLastUsageRequest;
import io.nephele.api.kms.GetKeyLastUsageResponse;
import io.nephele.api.kms.KeyLastUsageData;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When keys were last used. The latest is in memory; a key's is written to the store when it is
 * used after minutes, so that using keys costs no transactions.
 */
final class LastUses {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int MAX_REMEMBERED = 10_000;

  private final KmsWorld kms;
  private final Table<Use> table = Table.of("kms.lastUses", Use.class);
  private final Map<Key, Remembered> latest = new ConcurrentHashMap<>();

  /** One use of a key. */
  record Use(String operation, Instant at, String requestId) {}

  /** The latest use, and when one was last written. */
  private record Remembered(Use use, Instant writtenAt) {}

  LastUses(KmsWorld kms) {
    this.kms = kms;
  }

  /** Takes note that a call has used a key. */
  void note(KmsKey key, Call call) {
    Key place = key.place();
    Use use = new Use(call.operation().name(), call.time(), call.requestId());
    Remembered before = latest.get(place);
    boolean fresh = before != null && use.at.isBefore(before.writtenAt.plus(INTERVAL));
    if (latest.size() >= MAX_REMEMBERED) {
      latest.clear();
    }
    latest.put(place, new Remembered(use, fresh ? before.writtenAt : use.at));
    if (!fresh) {
      kms.write(
          transaction -> {
            if (kms.tables().key(transaction, place) != null) {
              table.put(transaction, place, use);
            }
            return null;
          });
    }
  }

  /** The latest use of a key, or null if it was never used. */
  private Use latest(KmsKey key) {
    Use stored = kms.read(reader -> table.get(reader, key.place()));
    Remembered remembered = latest.get(key.place());
    return remembered == null || (stored != null && stored.at.isAfter(remembered.use.at))
        ? stored
        : remembered.use;
  }

  /** For how many whole days a key has not been used. */
  long idleDays(KmsKey key, Instant now) {
    Use use = latest(key);
    return Duration.between(use == null ? key.createdAt() : use.at, now).toDays();
  }

  GetKeyLastUsageResponse get(GetKeyLastUsageRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    Use use = latest(key);
    GetKeyLastUsageResponse response =
        new GetKeyLastUsageResponse()
            .keyId(key.arn())
            .keyCreationDate(key.createdAt())
            .trackingStartDate(key.createdAt());
    if (use != null) {
      response.keyLastUsage(
          new KeyLastUsageData()
              .operation(use.operation)
              .timestamp(use.at)
              .kmsRequestId(use.requestId));
    }
    return response;
  }

  /** Forgets the use of a key that is deleted. */
  void forget(Transaction transaction, KmsKey key) {
    table.delete(transaction, key.place());
  }
}
