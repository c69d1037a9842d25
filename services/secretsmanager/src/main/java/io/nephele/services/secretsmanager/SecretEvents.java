package io.nephele.services.secretsmanager;

import io.nephele.core.World;
import io.nephele.core.events.ServiceEvent;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells EventBridge what Secrets Manager does by itself, in the form of CloudTrail's events. */
final class SecretEvents {
  private static final String SERVICE = "secretsmanager.amazonaws.com";

  private final World world;

  SecretEvents(World world) {
    this.world = world;
  }

  /** Tells of something by its name in CloudTrail, once the transaction is committed. */
  void tell(Transaction transaction, Secret secret, String name) {
    Instant now = world.clock().now();
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("eventVersion", "1.08");
    detail.put("userIdentity", Map.of("accountId", secret.accountId(), "invokedBy", SERVICE));
    detail.put("eventTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    detail.put("eventSource", SERVICE);
    detail.put("eventName", name);
    detail.put("awsRegion", secret.region());
    detail.put("sourceIPAddress", SERVICE);
    detail.put("userAgent", SERVICE);
    detail.put("requestParameters", null);
    detail.put("responseElements", null);
    detail.put("additionalEventData", Map.of("SecretId", secret.arn()));
    detail.put("eventID", world.ids().uuid().toString());
    detail.put("readOnly", false);
    detail.put("eventType", "AwsServiceEvent");
    detail.put("managementEvent", true);
    detail.put("recipientAccountId", secret.accountId());
    detail.put("eventCategory", "Management");
    world
        .events()
        .emit(
            transaction,
            new ServiceEvent(
                SERVICE,
                "aws.secretsmanager",
                secret.accountId(),
                secret.region(),
                "AWS Service Event via CloudTrail",
                List.of(),
                JsonText.write(detail),
                now.toEpochMilli()));
  }
}
