package io.nephele.services.s3.objects;

import io.nephele.services.s3.encryption.StoredEncryption;
import io.nephele.services.s3.objects.StoredObject.ObjectAcl;
import io.nephele.services.s3.objects.StoredObject.ObjectChecksum;
import io.nephele.services.s3.objects.StoredObject.ObjectLock;
import io.nephele.services.s3.objects.StoredObject.Restore;
import java.util.Map;

/** Puts a {@link StoredObject} together; its components are told there. */
public final class ObjectBuilder {
  private long sequence;
  private String versionId = StoredObject.NULL_VERSION;
  private boolean deleteMarker;
  private long body;
  private int parts;
  private long size;
  private String eTag;
  private long modifiedAt;
  private String ownerId;
  private String storageClass = "STANDARD";
  private Map<String, String> headers = Map.of();
  private Map<String, String> metadata = Map.of();
  private Map<String, String> tags = Map.of();
  private StoredEncryption encryption;
  private ObjectChecksum checksum;
  private ObjectAcl acl;
  private ObjectLock lock;
  private Restore restore;
  private String replication;
  private String uploadId;
  private long partSize;

  ObjectBuilder() {}

  ObjectBuilder(StoredObject from) {
    this.sequence = from.sequence();
    this.versionId = from.versionId();
    this.deleteMarker = from.deleteMarker();
    this.body = from.body();
    this.parts = from.parts();
    this.size = from.size();
    this.eTag = from.eTag();
    this.modifiedAt = from.modifiedAt();
    this.ownerId = from.ownerId();
    this.storageClass = from.storageClass();
    this.headers = from.headers();
    this.metadata = from.metadata();
    this.tags = from.tags();
    this.encryption = from.encryption();
    this.checksum = from.checksum();
    this.acl = from.acl();
    this.lock = from.lock();
    this.restore = from.restore();
    this.replication = from.replication();
    this.uploadId = from.uploadId();
    this.partSize = from.partSize();
  }

  /** Sets {@link StoredObject#sequence}. */
  public ObjectBuilder sequence(long value) {
    this.sequence = value;
    return this;
  }

  /** Sets {@link StoredObject#versionId}. */
  public ObjectBuilder versionId(String value) {
    this.versionId = value;
    return this;
  }

  /** Sets {@link StoredObject#deleteMarker}. */
  public ObjectBuilder deleteMarker(boolean value) {
    this.deleteMarker = value;
    return this;
  }

  /** Sets {@link StoredObject#body}. */
  public ObjectBuilder body(long value) {
    this.body = value;
    return this;
  }

  /** Sets {@link StoredObject#parts}. */
  public ObjectBuilder parts(int value) {
    this.parts = value;
    return this;
  }

  /** Sets {@link StoredObject#size}. */
  public ObjectBuilder size(long value) {
    this.size = value;
    return this;
  }

  /** Sets {@link StoredObject#eTag}. */
  public ObjectBuilder eTag(String value) {
    this.eTag = value;
    return this;
  }

  /** Sets {@link StoredObject#modifiedAt}. */
  public ObjectBuilder modifiedAt(long value) {
    this.modifiedAt = value;
    return this;
  }

  /** Sets {@link StoredObject#ownerId}. */
  public ObjectBuilder ownerId(String value) {
    this.ownerId = value;
    return this;
  }

  /** Sets {@link StoredObject#storageClass}. */
  public ObjectBuilder storageClass(String value) {
    this.storageClass = value;
    return this;
  }

  /** Sets {@link StoredObject#headers}. */
  public ObjectBuilder headers(Map<String, String> value) {
    this.headers = value;
    return this;
  }

  /** Sets {@link StoredObject#metadata}. */
  public ObjectBuilder metadata(Map<String, String> value) {
    this.metadata = value;
    return this;
  }

  /** Sets {@link StoredObject#tags}. */
  public ObjectBuilder tags(Map<String, String> value) {
    this.tags = value;
    return this;
  }

  /** Sets {@link StoredObject#encryption}. */
  public ObjectBuilder encryption(StoredEncryption value) {
    this.encryption = value;
    return this;
  }

  /** Sets {@link StoredObject#checksum}. */
  public ObjectBuilder checksum(ObjectChecksum value) {
    this.checksum = value;
    return this;
  }

  /** Sets {@link StoredObject#acl}. */
  public ObjectBuilder acl(ObjectAcl value) {
    this.acl = value;
    return this;
  }

  /** Sets {@link StoredObject#lock}. */
  public ObjectBuilder lock(ObjectLock value) {
    this.lock = value;
    return this;
  }

  /** Sets {@link StoredObject#restore}. */
  public ObjectBuilder restore(Restore value) {
    this.restore = value;
    return this;
  }

  /** Sets {@link StoredObject#replication}. */
  public ObjectBuilder replication(String value) {
    this.replication = value;
    return this;
  }

  /** Sets {@link StoredObject#uploadId}. */
  public ObjectBuilder uploadId(String value) {
    this.uploadId = value;
    return this;
  }

  /** Sets {@link StoredObject#partSize}. */
  public ObjectBuilder partSize(long value) {
    this.partSize = value;
    return this;
  }

  /** The object. */
  public StoredObject build() {
    return new StoredObject(
        sequence,
        versionId,
        deleteMarker,
        body,
        parts,
        size,
        eTag,
        modifiedAt,
        ownerId,
        storageClass,
        headers,
        metadata,
        tags,
        encryption,
        checksum,
        acl,
        lock,
        restore,
        replication,
        uploadId,
        partSize);
  }
}
