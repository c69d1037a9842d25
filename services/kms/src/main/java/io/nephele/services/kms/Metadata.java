package io.nephele.services.kms;

import io.nephele.api.kms.ExpirationModelType;
import io.nephele.api.kms.KeyMetadata;
import io.nephele.api.kms.MultiRegionConfiguration;
import io.nephele.api.kms.MultiRegionKey;
import io.nephele.api.kms.MultiRegionKeyType;
import java.util.ArrayList;
import java.util.List;

/** What DescribeKey and others tell of a key. */
final class Metadata {
  private Metadata() {}

  /**
   * Tells of a key.
   *
   * @param current the material that it encrypts with, or null
   */
  static KeyMetadata of(KmsKey key, Material current) {
    KeyMaterialSpec spec = key.spec();
    KeyMetadata metadata =
        new KeyMetadata()
            .awsAccountId(key.accountId())
            .keyId(key.id())
            .arn(key.arn())
            .creationDate(key.createdAt())
            .enabled(key.state().equals("Enabled"))
            .description(key.description())
            .keyUsage(key.usage())
            .keyState(key.state())
            .origin(key.origin())
            .keyManager(key.manager())
            .customerMasterKeySpec(spec.name())
            .keySpec(spec.name())
            .encryptionAlgorithms(spec.encryptionAlgorithms(key.usage()))
            .signingAlgorithms(spec.signingAlgorithms(key.usage()))
            .keyAgreementAlgorithms(spec.agreementAlgorithms(key.usage()))
            .macAlgorithms(spec.macAlgorithms())
            .multiRegion(key.isMultiRegion());
    if (spec.isSymmetric()) {
      metadata.currentKeyMaterialId(key.materialId());
    }
    if (key.deletion() != null && key.deletion().at() != null) {
      metadata.deletionDate(key.deletion().at());
    } else if (key.deletion() != null) {
      metadata.pendingDeletionWindowInDays(key.deletion().windowInDays());
    }
    if (current != null && current.row().imported() != null && !key.materialMissing()) {
      MaterialRow.Import imported = current.row().imported();
      metadata.validTo(imported.expiresAt());
      metadata.expirationModel(
          imported.expiresAt() == null
              ? ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE
              : ExpirationModelType.KEY_MATERIAL_EXPIRES);
    }
    if (key.isMultiRegion()) {
      metadata.multiRegionConfiguration(multiRegion(key));
    }
    return metadata;
  }

  private static MultiRegionConfiguration multiRegion(KmsKey key) {
    KmsKey.MultiRegion related = key.multiRegion();
    List<MultiRegionKey> replicas = new ArrayList<>();
    for (String region : related.replicas()) {
      replicas.add(inRegion(key, region));
    }
    return new MultiRegionConfiguration()
        .multiRegionKeyType(
            key.isPrimary() ? MultiRegionKeyType.PRIMARY : MultiRegionKeyType.REPLICA)
        .primaryKey(inRegion(key, related.primary()))
        .replicaKeys(replicas);
  }

  private static MultiRegionKey inRegion(KmsKey key, String region) {
    return new MultiRegionKey().arn(KmsKey.arn(key.accountId(), region, key.id())).region(region);
  }
}
