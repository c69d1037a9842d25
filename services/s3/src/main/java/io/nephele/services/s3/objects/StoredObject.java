package io.nephele.services.s3.objects;

import io.nephele.services.s3.encryption.StoredEncryption;
import java.util.Map;

/**
 * An object, or one of its versions, or a delete marker.
 *
 * @param sequence later versions of a key have higher ones
 * @param versionId as callers see it; {@code null} (the word) where the bucket did not give any
 * @param deleteMarker whether it only says that the object was deleted
 * @param body the number of its body
 * @param parts how many parts it was uploaded in, or 0 if it was put at once
 * @param size in bytes
 * @param eTag without quotation marks
 * @param modifiedAt in milliseconds since 1970
 * @param ownerId the account that owns it
 * @param storageClass as S3 names it
 * @param headers what is sent with it, by header name in lower case: content-type, cache-control
 *     ...
 * @param metadata user metadata, by name in lower case
 * @param tags by key, in the order they were given
 * @param encryption how its body is encrypted; null for delete markers
 * @param checksum of the object; null where there is none
 * @param acl its access control list as JSON-free grants, or null for the owner's alone
 * @param lock what keeps it from being deleted; null where nothing does
 * @param restore the copy that was restored from an archive, or null
 * @param replication {@code PENDING}, {@code COMPLETED}, {@code FAILED}, {@code REPLICA}, or null
 * @param uploadId of the upload in parts that made it; null where none did
 * @param partSize of each of its parts but the last, which are numbered from one without gaps; 0
 *     where that is not so, or nobody has looked
 */
public record StoredObject(
    long sequence,
    String versionId,
    boolean deleteMarker,
    long body,
    int parts,
    long size,
    String eTag,
    long modifiedAt,
    String ownerId,
    String storageClass,
    Map<String, String> headers,
    Map<String, String> metadata,
    Map<String, String> tags,
    StoredEncryption encryption,
    ObjectChecksum checksum,
    ObjectAcl acl,
    ObjectLock lock,
    Restore restore,
    String replication,
    String uploadId,
    long partSize) {

  /** The version id of objects whose bucket gave none. */
  public static final String NULL_VERSION = "null";

  /**
   * A checksum of a whole object.
   *
   * @param algorithm as S3 names it, for example {@code CRC64NVME}
   * @param value in base64; of a composite one with a dash and the number of parts
   * @param type {@code FULL_OBJECT} or {@code COMPOSITE}
   */
  public record ObjectChecksum(String algorithm, String value, String type) {}

  /** Who may do what. Grantees are canonical user ids or the URIs of groups. */
  public record ObjectAcl(java.util.List<Grant> grants) {}

  /**
   * One line of an access control list.
   *
   * @param type {@code CanonicalUser} or {@code Group}
   */
  public record Grant(String type, String grantee, String permission) {}

  /**
   * What keeps a version from being deleted.
   *
   * @param mode {@code GOVERNANCE}, {@code COMPLIANCE}, or null
   * @param retainUntil in milliseconds since 1970; 0 if there is no mode
   * @param legalHold {@code ON}, {@code OFF}, or null where none was ever said
   */
  public record ObjectLock(String mode, long retainUntil, String legalHold) {
    /** Whether it is held until somebody says otherwise. */
    public boolean isHeld() {
      return "ON".equals(legalHold);
    }
  }

  /**
   * A copy of an archived object that can be read for a while.
   *
   * @param readyAt when it can be read, in milliseconds since 1970
   * @param expiresAt when it cannot any more
   */
  public record Restore(long readyAt, long expiresAt, String tier) {}

  /** Whether it is of no particular version. */
  public boolean isNullVersion() {
    return NULL_VERSION.equals(versionId);
  }

  /** Whether a text has the form of a version's id. */
  public static boolean isVersionId(String text) {
    return text.equals(NULL_VERSION) || VersionIds.sequenceOf(text) >= 0;
  }

  /** Changes some of what is known of the object. */
  public ObjectBuilder toBuilder() {
    return new ObjectBuilder(this);
  }

  /** Begins a new object. */
  public static ObjectBuilder builder() {
    return new ObjectBuilder();
  }
}
