package io.nephele.services.s3.inventory;

import io.nephele.core.identity.CanonicalUser;
import io.nephele.core.json.JsonText;
import io.nephele.services.s3.access.AclGrant;
import io.nephele.services.s3.access.Acls;
import io.nephele.services.s3.encryption.StoredEncryption;
import io.nephele.services.s3.objects.StoredObject;
import io.nephele.services.s3.objects.StoredObject.ObjectLock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a report may tell of each version beside its name, in the order of the columns. */
enum Field {
  SIZE("Size"),
  LAST_MODIFIED("LastModifiedDate"),
  E_TAG("ETag"),
  STORAGE_CLASS("StorageClass"),
  MULTIPART("IsMultipartUploaded"),
  REPLICATION("ReplicationStatus"),
  ENCRYPTION("EncryptionStatus"),
  LOCK_UNTIL("ObjectLockRetainUntilDate"),
  LOCK_MODE("ObjectLockMode"),
  LEGAL_HOLD("ObjectLockLegalHoldStatus"),
  TIER("IntelligentTieringAccessTier"),
  BUCKET_KEY("BucketKeyStatus"),
  CHECKSUM("ChecksumAlgorithm"),
  ACL("ObjectAccessControlList"),
  OWNER("ObjectOwner"),
  EXPIRATION("LifecycleExpirationDate");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final String title;

  Field(String title) {
    this.title = title;
  }

  /** The column's title, by which configurations ask for it. */
  String title() {
    return title;
  }

  /** The column's name in Parquet. */
  String column() {
    return switch (this) {
      case E_TAG -> "e_tag";
      case MULTIPART -> "is_multipart_uploaded";
      default -> title.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    };
  }

  /**
   * What it says of a version; empty where there is nothing to say.
   *
   * @param expiresAt when a rule of the bucket removes it, or null
   */
  String of(StoredObject version, Instant expiresAt) {
    boolean bytes = !version.deleteMarker();
    ObjectLock lock = version.lock();
    return switch (this) {
      case SIZE -> bytes ? Long.toString(version.size()) : "";
      case LAST_MODIFIED -> time(version.modifiedAt());
      case E_TAG -> text(version.eTag());
      case STORAGE_CLASS -> bytes ? text(version.storageClass()) : "";
      case MULTIPART -> bytes ? Boolean.toString(version.parts() > 0) : "";
      case REPLICATION -> text(version.replication());
      case ENCRYPTION -> encryption(version.encryption());
      case LOCK_UNTIL -> lock == null || lock.mode() == null ? "" : time(lock.retainUntil());
      case LOCK_MODE -> lock == null ? "" : text(lock.mode());
      case LEGAL_HOLD -> lock == null ? "" : text(lock.legalHold());
      case TIER -> bytes && "INTELLIGENT_TIERING".equals(version.storageClass()) ? "FREQUENT" : "";
      case BUCKET_KEY -> bucketKey(version.encryption());
      case CHECKSUM -> version.checksum() == null ? "" : version.checksum().algorithm();
      case ACL -> bytes ? list(version) : "";
      case EXPIRATION -> expiresAt == null ? "" : TIME.format(expiresAt);
      case OWNER -> CanonicalUser.of(version.ownerId());
    };
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  /** An access control list as JSON, which is hidden from readers of CSV by base64. */
  private static String list(StoredObject version) {
    List<Object> grants = new ArrayList<>();
    for (AclGrant grant : Acls.of(version).grants()) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put(grant.isGroup() ? "uri" : "canonicalId", grant.grantee());
      told.put("type", grant.type());
      told.put("permission", grant.permission());
      grants.add(told);
    }
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("version", "2022-11-10");
    list.put("status", "AVAILABLE");
    list.put("grants", grants);
    return Base64.getEncoder()
        .encodeToString(JsonText.write(list).getBytes(StandardCharsets.UTF_8));
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
