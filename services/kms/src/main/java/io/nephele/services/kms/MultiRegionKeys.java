package io.nephele.services.kms;

import io.nephele.api.kms.ReplicateKeyRequest;
import io.nephele.api.kms.ReplicateKeyResponse;
import io.nephele.api.kms.UpdatePrimaryRegionRequest;
import io.nephele.core.call.Call;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations on keys that several regions share. */
final class MultiRegionKeys {
  private final KmsWorld kms;

  MultiRegionKeys(KmsWorld kms) {
    this.kms = kms;
  }

  ReplicateKeyResponse replicate(ReplicateKeyRequest in, Call call) {
    KmsKey primary = kms.findOwn(in.keyId(), call);
    requirePrimary(primary);
    Region region = Regions.find(in.replicaRegion());
    if (region == null
        || !region.partition().equals(call.region().partition())
        || region.name().equals(primary.region())) {
      throw KmsErrors.validation(
          "ReplicaRegion " + in.replicaRegion() + " is not valid for this KMS key.");
    }
    KeyPolicy policy =
        KeyPolicies.ofNewKey(kms, in.policy(), in.bypassPolicyLockoutSafetyCheck(), call);
    Map<String, String> tags = KeyTags.ofRequest(in.tags());
    KmsKey replica =
        kms.change(
            primary,
            (transaction, current) -> {
              requirePrimary(current);
              KmsWorld.requireUsable(current);
              KmsKey made = copy(transaction, current, region.name(), in, tags, call);
              kms.tables().putPolicy(transaction, made, policy);
              return made;
            });
    return new ReplicateKeyResponse()
        .replicaKeyMetadata(Metadata.of(replica, null))
        .replicaPolicy(policy.json())
        .replicaTags(in.tags());
  }

  private KmsKey copy(
      Transaction transaction,
      KmsKey primary,
      String region,
      ReplicateKeyRequest in,
      Map<String, String> tags,
      Call call) {
    if (kms.tables().key(transaction, primary.accountId(), region, primary.id()) != null) {
      throw KmsErrors.alreadyExists(
          "Key " + KmsKey.arn(primary.accountId(), region, primary.id()) + " already exists");
    }
    List<String> replicas = new ArrayList<>(primary.multiRegion().replicas());
    replicas.add(region);
    KmsKey.MultiRegion relation = new KmsKey.MultiRegion(primary.region(), replicas);
    RelatedKeys.relate(transaction, kms.tables(), primary, relation);
    KmsKey replica =
        new KmsKey(
            primary.accountId(),
            region,
            primary.id(),
            primary.spec(),
            primary.usage(),
            primary.origin(),
            primary.manager(),
            in.description() == null ? "" : in.description(),
            call.time(),
            true,
            null,
            null,
            relation,
            primary.materialId(),
            primary.isImported(),
            tags);
    kms.tables().put(transaction, replica);
    List<MaterialRow> rows = new ArrayList<>();
    for (Table.Row<Material> row : kms.tables().materials(transaction, primary)) {
      rows.add(row.value().row());
    }
    for (MaterialRow row : rows) {
      // What was imported has to be imported into the replica too, and has to be the same.
      kms.tables()
          .put(
              transaction,
              replica,
              primary.isImported() ? row.withSecret(null, row.imported()) : row);
    }
    return replica;
  }

  Unit promote(UpdatePrimaryRegionRequest in, Call call) {
    KmsKey primary = kms.findOwn(in.keyId(), call);
    requirePrimary(primary);
    kms.change(
        primary,
        (transaction, current) -> {
          requirePrimary(current);
          promote(transaction, current, in.primaryRegion());
          return null;
        });
    return KmsWorld.done(call);
  }

  private void promote(Transaction transaction, KmsKey primary, String region) {
    if (region.equals(primary.region())) {
      throw KmsErrors.validation(
          "PrimaryRegion " + region + " is already the primary Region of this KMS key.");
    }
    KmsKey replica = kms.tables().key(transaction, primary.accountId(), region, primary.id());
    if (replica == null) {
      throw KmsErrors.notFound(
          "Key '" + KmsKey.arn(primary.accountId(), region, primary.id()) + "' does not exist");
    }
    KmsWorld.requireUsable(primary);
    KmsWorld.requireUsable(replica);
    List<String> replicas = new ArrayList<>(primary.multiRegion().replicas());
    replicas.remove(region);
    replicas.add(primary.region());
    kms.tables().put(transaction, replica.withRotation(primary.rotation()));
    kms.tables().put(transaction, primary.withRotation(null));
    RelatedKeys.relate(
        transaction,
        kms.tables(),
        kms.tables().key(transaction, primary.place()),
        new KmsKey.MultiRegion(region, replicas));
    if (primary.rotation() != null) {
      kms.world().timers().cancel(transaction, Rotations.TIMER, primary.place());
      Rotations.schedule(
          transaction, kms.tables().key(transaction, replica.place()), kms.world().timers());
    }
  }

  private static void requirePrimary(KmsKey key) {
    if (!key.isPrimary()) {
      throw KmsErrors.unsupported(key.arn() + " is not a multi-Region primary key.");
    }
  }
}
