package io.nephele.services.dynamodb.tables;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets callers have the items of encrypted tables: KMS decrypts the table's key for each of them,
 * which holds for five minutes. Not to be used inside a transaction.
 */
final class TableKeys {
  private static final long KEPT_MILLIS = 5 * 60_000L;
  private static final int MOST_KEPT = 10_000;

  private final World world;
  private final KmsCalls kms;
  private final Map<Key, Long> admitted = new ConcurrentHashMap<>();

  TableKeys(World world) {
    this.world = world;
    this.kms = new KmsCalls(world);
  }

  /**
   * Lets a caller pass.
   *
   * @throws AwsException if the KMS key is disabled or gone, or he may not decrypt with it
   */
  void require(TableDefinition table, Call call) {
    TableKey key = table.row().settings().tableKey();
    if (key == null) {
      return;
    }
    Key who = table.items().with(key.grantId()).with(call.principal().entityArn());
    long now = world.clock().millis();
    Long until = admitted.get(who);
    if (until != null && now < until && until - now <= KEPT_MILLIS) {
      return;
    }
    try {
      kms.decrypt(table, call);
    } catch (AwsException e) {
      admitted.remove(who);
      throw denied(e, call);
    }
    if (admitted.size() >= MOST_KEPT) {
      admitted.clear();
    }
    admitted.put(who, now + KEPT_MILLIS);
  }

  /** What KMS refused, as DynamoDB hands it on. */
  static AwsException denied(AwsException kms, Call call) {
    if (!kms.clientFault()) {
      return kms;
    }
    return AwsException.client(
        "AccessDeniedException",
        400,
        "KMS key access denied error: com.amazonaws.services.kms.model.AWSKMSException: "
            + kms.getMessage()
            + " (Service: AWSKMS; Status Code: "
            + kms.status()
            + "; Error Code: "
            + kms.code()
            + "; Request ID: "
            + call.requestId()
            + "; Proxy: null)");
  }
}
