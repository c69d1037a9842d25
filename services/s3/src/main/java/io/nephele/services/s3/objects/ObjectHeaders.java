package io.nephele.services.s3.objects;

import io.nephele.model.Struct;
import io.nephele.model.TimestampFormat;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations;
import io.nephele.services.s3.encryption.ObjectEncryption;
import io.nephele.services.s3.objects.StoredObject.ObjectLock;
import io.nephele.services.s3.objects.StoredObject.Restore;
import io.nephele.wire.Timestamps;
import java.time.Instant;

/** Fills the members of results that tell of an object in header fields. */
public final class ObjectHeaders {
  private static final String DEFAULT_TYPE = "binary/octet-stream";
  private static final String STANDARD = "STANDARD";

  private ObjectHeaders() {}

  /** What GetObject and HeadObject both tell. */
  static void fill(Struct out, Struct request, Bucket bucket, StoredObject object, long now) {
    out.set("AcceptRanges", "bytes")
        .set("ETag", "\"" + object.eTag() + "\"")
        .set("LastModified", Instant.ofEpochMilli(object.modifiedAt()))
        .set("WebsiteRedirectLocation", object.headers().get(ObjectFields.REDIRECT));
    overridable(out, request, object, "ContentType", "content-type");
    overridable(out, request, object, "CacheControl", "cache-control");
    overridable(out, request, object, "ContentDisposition", "content-disposition");
    overridable(out, request, object, "ContentEncoding", "content-encoding");
    overridable(out, request, object, "ContentLanguage", "content-language");
    overridable(out, request, object, "Expires", "expires");
    if (out.get("ContentType") == null) {
      out.set("ContentType", DEFAULT_TYPE);
    }
    if (!object.metadata().isEmpty()) {
      out.set("Metadata", object.metadata());
    }
    if (bucket.hasVersions()) {
      out.set("VersionId", object.versionId());
    }
    if (!STANDARD.equals(object.storageClass())) {
      out.set("StorageClass", object.storageClass());
    }
    if (object.restore() != null) {
      out.set("Restore", restore(object.restore(), now));
    }
    out.set("ReplicationStatus", object.replication());
    lock(out, object.lock());
    ObjectEncryption.tell(object.encryption(), out);
  }

  private static void overridable(
      Struct out, Struct request, StoredObject object, String member, String header) {
    Object override = request.get("Response" + member);
    out.set(member, override != null ? override : object.headers().get(header));
  }

  private static void lock(Struct out, ObjectLock lock) {
    if (lock == null) {
      return;
    }
    if (lock.mode() != null) {
      out.set("ObjectLockMode", lock.mode())
          .set("ObjectLockRetainUntilDate", Instant.ofEpochMilli(lock.retainUntil()));
    }
    out.set("ObjectLockLegalHoldStatus", lock.legalHold());
  }

  /** The text of the header {@code x-amz-restore}; null once the copy is gone. */
  static String restore(Restore restore, long now) {
    if (now < restore.readyAt()) {
      return "ongoing-request=\"true\"";
    }
    return now >= restore.expiresAt()
        ? null
        : "ongoing-request=\"false\", expiry-date=\""
            + Timestamps.format(
                Instant.ofEpochMilli(restore.expiresAt()), TimestampFormat.HTTP_DATE)
            + "\"";
  }

  /** When a rule will remove an object that is current, as a header tells it; or null. */
  public static String expiration(S3World s3, Bucket bucket, String key, StoredObject object) {
    return bucket.has(Configurations.Kind.LIFECYCLE)
        ? s3.read(reader -> s3.expirations().header(reader, bucket, key, object))
        : null;
  }
}
