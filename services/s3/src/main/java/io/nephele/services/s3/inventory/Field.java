package io.nephele.services.s3.inventory;

import io.nephele.core.identity.CanonicalUser;
import io.nephele.services.s3.encryption.StoredEncryption;
import io.nephele.services.s3.objects.StoredObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

/** What a report may tell of each version beside its name, in the order of the columns. */
enum Field {
  SIZE("Size", object -> object.deleteMarker() ? "" : Long.toString(object.size())),
  LAST_MODIFIED("LastModifiedDate", object -> time(object.modifiedAt())),
  E_TAG("ETag", object -> text(object.eTag())),
  STORAGE_CLASS("StorageClass", object -> object.deleteMarker() ? "" : text(object.storageClass())),
  MULTIPART(
      "IsMultipartUploaded",
      object -> object.deleteMarker() ? "" : Boolean.toString(object.parts() > 0)),
  REPLICATION("ReplicationStatus", object -> text(object.replication())),
  ENCRYPTION("EncryptionStatus", object -> encryption(object.encryption())),
  LOCK_UNTIL(
      "ObjectLockRetainUntilDate",
      object ->
          object.lock() == null || object.lock().mode() == null
              ? ""
              : time(object.lock().retainUntil())),
  LOCK_MODE("ObjectLockMode", object -> object.lock() == null ? "" : text(object.lock().mode())),
  LEGAL_HOLD(
      "ObjectLockLegalHoldStatus",
      object -> object.lock() == null ? "" : text(object.lock().legalHold())),
  TIER(
      "IntelligentTieringAccessTier",
      object -> "INTELLIGENT_TIERING".equals(object.storageClass()) ? "FREQUENT" : ""),
  BUCKET_KEY("BucketKeyStatus", object -> bucketKey(object.encryption())),
  CHECKSUM(
      "ChecksumAlgorithm",
      object -> object.checksum() == null ? "" : object.checksum().algorithm()),
  OWNER("ObjectOwner", object -> CanonicalUser.of(object.ownerId()));

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final String title;
  private final Function<StoredObject, String> value;

  Field(String title, Function<StoredObject, String> value) {
    this.title = title;
    this.value = value;
  }

  /** The column's title, by which configurations ask for it. */
  String title() {
    return title;
  }

  /** What it says of a version; empty where there is nothing to say. */
  String of(StoredObject version) {
    return value.apply(version);
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  private static String encryption(StoredEncryption encryption) {
    if (encryption == null) {
      return "";
    }
    return switch (encryption.algorithm()) {
      case "aws:kms" -> "SSE-KMS";
      case "aws:kms:dsse" -> "DSSE-KMS";
      case StoredEncryption.CUSTOMER -> "SSE-C";
      default -> "SSE-S3";
    };
  }

  private static String bucketKey(StoredEncryption encryption) {
    if (encryption == null) {
      return "";
    }
    return encryption.bucketKey() ? "ENABLED" : "DISABLED";
  }
}
