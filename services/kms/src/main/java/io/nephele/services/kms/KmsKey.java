package io.nephele.services.kms;

import io.nephele.api.kms.KeyState;
import io.nephele.api.kms.OriginType;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A KMS key without its material, as it is stored under its account, region and id.
 *
 * @param id a UUID, of a multi-Region key {@code mrk-} and 32 hexadecimal digits
 * @param manager {@code CUSTOMER} or {@code AWS}
 * @param enabled whether it was not disabled; what it is while it is to be deleted does not count
 * @param deletion when it will be deleted, or null
 * @param rotation how its material is rotated, or null if it never was told
 * @param multiRegion what it is related to, or null if it is a key of one region
 * @param materialId the material that it encrypts with, null while it has none
 * @param materialMissing whether imported material has expired or was deleted
 */
record KmsKey(
    String accountId,
    String region,
    String id,
    KeyMaterialSpec spec,
    String usage,
    String origin,
    String manager,
    String description,
    Instant createdAt,
    boolean enabled,
    Deletion deletion,
    Rotation rotation,
    MultiRegion multiRegion,
    String materialId,
    boolean materialMissing,
    Map<String, String> tags) {

  /**
   * A scheduled deletion.
   *
   * @param at null while replicas are still there
   */
  record Deletion(Instant at, int windowInDays) {}

  /**
   * The rotation of a key's material.
   *
   * @param automatic whether it is rotated by the clock
   * @param periodInDays between two automatic rotations
   * @param nextAt when it is rotated next, null if never
   */
  record Rotation(boolean automatic, int periodInDays, Instant nextAt) {}

  /**
   * What keys of other regions share the material and the id.
   *
   * @param primary the region of the primary key
   * @param replicas the regions of the others, in no order that counts
   */
  record MultiRegion(String primary, List<String> replicas) {}

  /** The ARN. */
  String arn() {
    return arn(accountId, region, id);
  }

  /** The ARN of a key. */
  static String arn(String accountId, String region, String id) {
    String partition = Regions.find(region).partition().id();
    return "arn:" + partition + ":kms:" + region + ":" + accountId + ":key/" + id;
  }

  /** Where it is stored in tables of keys. */
  Key place() {
    return place(accountId, region, id);
  }

  static Key place(String accountId, String region, String id) {
    return Key.of(accountId).with(region).with(id);
  }

  /** One of {@link KeyState}. */
  String state() {
    if (deletion != null) {
      return deletion.at == null ? KeyState.PENDING_REPLICA_DELETION : KeyState.PENDING_DELETION;
    }
    if (materialId == null || materialMissing) {
      return KeyState.PENDING_IMPORT;
    }
    return enabled ? KeyState.ENABLED : KeyState.DISABLED;
  }

  boolean isImported() {
    return OriginType.EXTERNAL.equals(origin);
  }

  boolean isManagedByAws() {
    return "AWS".equals(manager);
  }

  boolean isMultiRegion() {
    return multiRegion != null;
  }

  boolean isPrimary() {
    return multiRegion != null && multiRegion.primary.equals(region);
  }

  boolean isReplica() {
    return multiRegion != null && !multiRegion.primary.equals(region);
  }

  KmsKey withDescription(String changed) {
    return new KmsKey(
        accountId,
        region,
        id,
        spec,
        usage,
        origin,
        manager,
        changed,
        createdAt,
        enabled,
        deletion,
        rotation,
        multiRegion,
        materialId,
        materialMissing,
        tags);
  }

  KmsKey withEnabled(boolean changed) {
    return new KmsKey(
        accountId,
        region,
        id,
        spec,
        usage,
        origin,
        manager,
        description,
        createdAt,
        changed,
        deletion,
        rotation,
        multiRegion,
        materialId,
        materialMissing,
        tags);
  }

  KmsKey withDeletion(Deletion changed) {
    return new KmsKey(
        accountId,
        region,
        id,
        spec,
        usage,
        origin,
        manager,
        description,
        createdAt,
        enabled,
        changed,
        rotation,
        multiRegion,
        materialId,
        materialMissing,
        tags);
  }

  KmsKey withRotation(Rotation changed) {
    return new KmsKey(
        accountId,
        region,
        id,
        spec,
        usage,
        origin,
        manager,
        description,
        createdAt,
        enabled,
        deletion,
        changed,
        multiRegion,
        materialId,
        materialMissing,
        tags);
  }

  KmsKey withMultiRegion(MultiRegion changed) {
    return new KmsKey(
        accountId,
        region,
        id,
        spec,
        usage,
        origin,
        manager,
        description,
        createdAt,
        enabled,
        deletion,
        rotation,
        changed,
        materialId,
        materialMissing,
        tags);
  }

  KmsKey withMaterial(String changedId, boolean missing) {
    return new KmsKey(
        accountId,
        region,
        id,
        spec,
        usage,
        origin,
        manager,
        description,
        createdAt,
        enabled,
        deletion,
        rotation,
        multiRegion,
        changedId,
        missing,
        tags);
  }

  KmsKey withTags(Map<String, String> changed) {
    return new KmsKey(
        accountId,
        region,
        id,
        spec,
        usage,
        origin,
        manager,
        description,
        createdAt,
        enabled,
        deletion,
        rotation,
        multiRegion,
        materialId,
        materialMissing,
        changed);
  }
}
