package io.nephele.services.s3.events;

import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.ObjectChange;
import io.nephele.services.s3.objects.StoredObject;
import io.nephele.wire.xml.S3HostId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events as queues, topics and functions get them. */
final class EventRecords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** What delete markers are said to have as an entity tag: that of nothing. */
  private static final String EMPTY = "d41d8cd98f00b204e9800998ecf8427e";

  private EventRecords() {}

  /**
   * What all records of one change have in common.
   *
   * @param time in milliseconds since 1970
   * @param sequencer of later changes of a key it is higher
   * @param requestId of the request, or of what S3 did by itself
   * @param more members of the record
   */
  record Context(
      ObjectChange change,
      String partition,
      long time,
      String sequencer,
      String requestId,
      Map<String, Object> more) {}

  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  /** The document that tells of an event. */
  static String document(Context context, String event, String configurationId) {
    ObjectChange change = context.change;
    Call call = change.call();
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("eventVersion", version(event));
    record.put("eventSource", "aws:s3");
    record.put("awsRegion", change.bucket().region());
    record.put("eventTime", time(context.time));
    record.put("eventName", event);
    record.put(
        "userIdentity",
        Map.of(
            "principalId",
            call == null ? Destinations.PRINCIPAL : CustomerIds.of(call.principal())));
    record.put("requestParameters", Map.of("sourceIPAddress", address(call)));
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("x-amz-request-id", context.requestId);
    response.put("x-amz-id-2", S3HostId.of(context.requestId));
    record.put("responseElements", response);
    Map<String, Object> s3 = new LinkedHashMap<>();
    s3.put("s3SchemaVersion", "1.0");
    s3.put("configurationId", configurationId);
    s3.put("bucket", bucket(change.bucket(), context.partition));
    s3.put("object", object(context));
    record.put("s3", s3);
    addMore(record, change);
    record.putAll(context.more);
    return JsonText.write(Map.of("Records", List.of(record)));
  }

  private static String address(Call call) {
    String address = call == null ? Destinations.PRINCIPAL : call.origin().sourceAddress();
    return address == null ? "" : address;
  }

  private static String version(String event) {
    if (event.startsWith("Replication:")) {
      return "2.2";
    }
    boolean younger =
        event.startsWith("Lifecycle")
            || event.startsWith("ObjectTagging:")
            || event.startsWith("ObjectAcl:")
            || event.equals("ObjectRestore:Delete")
            || event.equals("IntelligentTiering");
    return younger ? "2.3" : "2.1";
  }

  private static Map<String, Object> bucket(Bucket bucket, String partition) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", bucket.name());
    map.put("ownerIdentity", Map.of("principalId", CustomerIds.of(bucket.accountId())));
    map.put("arn", bucket.arn(partition));
    return map;
  }

  private static Map<String, Object> object(Context context) {
    StoredObject object = context.change.object();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("key", encode(context.change.key()));
    if (hasContent(context.change)) {
      map.put("size", object.size());
    }
    if (hasContent(context.change)) {
      map.put("eTag", object.eTag());
    } else if (object.deleteMarker() && makesMarker(context.change.kind())) {
      map.put("eTag", EMPTY);
    }
    if (context.change.bucket().hasVersions() && !object.isNullVersion()) {
      map.put("versionId", object.versionId());
    }
    map.put("sequencer", context.sequencer);
    return map;
  }

  /** Whether there is an object to speak of once it has happened. */
  static boolean hasContent(ObjectChange change) {
    return change.kind() != ObjectChange.Kind.DELETE
        && change.kind() != ObjectChange.Kind.EXPIRE
        && !change.object().deleteMarker();
  }

  static boolean makesMarker(ObjectChange.Kind kind) {
    return switch (kind) {
      case DELETE_MARKER, EXPIRE_MARKER, REPLICA_MARKER -> true;
      default -> false;
    };
  }

  private static void addMore(Map<String, Object> record, ObjectChange change) {
    StoredObject object = change.object();
    switch (change.kind()) {
      case RESTORED -> {
        Map<String, Object> restore = new LinkedHashMap<>();
        if (object.restore() != null) {
          restore.put("lifecycleRestorationExpiryTime", time(object.restore().expiresAt()));
        }
        restore.put("lifecycleRestoreStorageClass", object.storageClass());
        record.put("glacierEventData", Map.of("restoreEventData", restore));
      }
      case TRANSITION ->
          record.put(
              "lifecycleEventData",
              Map.of(
                  "transitionEventData", Map.of("destinationStorageClass", object.storageClass())));
      default -> {}
    }
  }

  /** The key as S3 encodes it in events: as in forms, but with slashes as they are. */
  static String encode(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
