package io.nephele.services.dynamodb.kinesis;

import io.nephele.core.json.JsonText;
import io.nephele.services.dynamodb.items.ItemChange;
import io.nephele.services.dynamodb.transfers.ItemJson;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Changes as the records of Kinesis data streams tell them. */
final class KinesisRecords {
  private KinesisRecords() {}

  /**
   * A change as JSON.
   *
   * @param micros when, in microseconds since 1970
   * @param precision MILLISECOND or MICROSECOND
   */
  static String json(ItemChange change, String eventId, long micros, String precision) {
    Map<String, Value> key = change.key().attributes(change.table());
    Map<String, Object> image = new LinkedHashMap<>();
    boolean exact = precision.equals("MICROSECOND");
    image.put("ApproximateCreationDateTime", exact ? micros : micros / 1000);
    image.put("Keys", ItemJson.tree(key));
    long size = ItemCodec.size(ItemCodec.INSTANCE.encode(key));
    if (change.after() != null) {
      image.put("NewImage", ItemJson.tree(change.after()));
      size += ItemCodec.size(change.stored());
    }
    if (change.before() != null) {
      image.put("OldImage", ItemJson.tree(change.before()));
      size += ItemCodec.size(change.storedBefore());
    }
    image.put("SizeBytes", size);
    if (exact) {
      image.put("ApproximateCreationDateTimePrecision", precision);
    }
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("awsRegion", change.table().row().region());
    record.put("eventID", eventId);
    record.put(
        "eventName",
        change.before() == null ? "INSERT" : change.after() == null ? "REMOVE" : "MODIFY");
    record.put("userIdentity", change.cause() == ItemChange.Cause.EXPIRY ? service() : null);
    record.put("recordFormat", "application/json");
    record.put("tableName", change.table().name());
    record.put("dynamodb", image);
    record.put("eventSource", "aws:dynamodb");
    return JsonText.write(record);
  }

  private static Map<String, Object> service() {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("principalId", "dynamodb.amazonaws.com");
    identity.put("type", "Service");
    return identity;
  }
}
