package io.nephele.services.kms;

import io.nephele.core.World;
import io.nephele.core.events.ServiceEvent;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tells EventBridge what the clock does with keys. */
final class KeyEvents {
  static final String ROTATION = "KMS CMK Rotation";
  static final String EXPIRATION = "KMS Imported Key Material Expiration";
  static final String DELETION = "KMS CMK Deletion";

  private final World world;

  KeyEvents(World world) {
    this.world = world;
  }

  /** Tells of a key once the transaction is committed. */
  void tell(Transaction transaction, KmsKey key, String what, Instant at) {
    world
        .events()
        .emit(
            transaction,
            new ServiceEvent(
                "kms.amazonaws.com",
                "aws.kms",
                key.accountId(),
                key.region(),
                what,
                List.of(key.arn()),
                JsonText.write(Map.of("key-id", key.id())),
                at.toEpochMilli()));
  }
}
