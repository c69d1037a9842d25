package io.nephele.services.s3.events;

import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.services.s3.events.EventRecords.Context;
import io.nephele.services.s3.objects.ObjectChange;
import io.nephele.services.s3.objects.ObjectChange.Kind;
import io.nephele.services.s3.objects.StoredObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** The events as EventBridge gets them. */
final class BridgeEvents {
  private BridgeEvents() {}

  /** The detail type of a change, or null if EventBridge is told nothing of it. */
  static String detailType(Kind kind) {
    return switch (kind) {
      case PUT, POST, COPY, COMPLETE_UPLOAD, REPLICA -> "Object Created";
      case DELETE, DELETE_MARKER, EXPIRE, EXPIRE_MARKER, REPLICA_MARKER -> "Object Deleted";
      case TRANSITION -> "Object Storage Class Changed";
      case RESTORE -> "Object Restore Initiated";
      case RESTORED -> "Object Restore Completed";
      case RESTORE_EXPIRED -> "Object Restore Expired";
      case TAG -> "Object Tags Added";
      case UNTAG -> "Object Tags Deleted";
      case ACL -> "Object ACL Updated";
      case LOCK -> null;
    };
  }

  /** The detail of a change. */
  static String detail(Context context) {
    ObjectChange change = context.change();
    StoredObject object = change.object();
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("version", "0");
    detail.put("bucket", Map.of("name", change.bucket().name()));
    detail.put("object", object(context));
    detail.put("request-id", context.requestId());
    Call call = change.call();
    detail.put("requester", requester(call));
    if (call != null) {
      detail.put("source-ip-address", call.origin().sourceAddress());
    }
    String reason = reason(change.kind());
    if (reason != null) {
      detail.put("reason", reason);
    }
    switch (change.kind()) {
      case DELETE, EXPIRE -> detail.put("deletion-type", "Permanently Deleted");
      case DELETE_MARKER, EXPIRE_MARKER, REPLICA_MARKER ->
          detail.put("deletion-type", "Delete Marker Created");
      case TRANSITION -> detail.put("destination-storage-class", object.storageClass());
      case RESTORE -> detail.put("source-storage-class", object.storageClass());
      case RESTORED -> {
        if (object.restore() != null) {
          detail.put("restore-expiry-time", EventRecords.time(object.restore().expiresAt()));
        }
        detail.put("source-storage-class", object.storageClass());
      }
      default -> {}
    }
    return JsonText.write(detail);
  }

  private static Map<String, Object> object(Context context) {
    ObjectChange change = context.change();
    StoredObject object = change.object();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("key", change.key());
    if (EventRecords.hasContent(change)) {
      map.put("size", object.size());
      map.put("etag", object.eTag());
    } else if (EventRecords.makesMarker(change.kind())) {
      map.put("etag", "d41d8cd98f00b204e9800998ecf8427e");
    }
    if (change.bucket().hasVersions() && !object.isNullVersion()) {
      map.put("version-id", object.versionId());
    }
    boolean sequenced = change.kind().creates() || detailType(change.kind()).endsWith("Deleted");
    if (sequenced) {
      map.put("sequencer", context.sequencer());
    }
    return map;
  }

  private static String requester(Call call) {
    if (call == null) {
      return Destinations.PRINCIPAL;
    }
    return call.accountId() == null ? "anonymous" : call.accountId();
  }

  private static String reason(Kind kind) {
    return switch (kind) {
      case PUT, REPLICA -> "PutObject";
      case POST -> "POST Object";
      case COPY -> "CopyObject";
      case COMPLETE_UPLOAD -> "CompleteMultipartUpload";
      case DELETE, DELETE_MARKER, REPLICA_MARKER -> "DeleteObject";
      case EXPIRE, EXPIRE_MARKER -> "Lifecycle Expiration";
      default -> null;
    };
  }
}
