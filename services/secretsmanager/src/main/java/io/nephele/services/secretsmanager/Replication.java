package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.RemoveRegionsFromReplicationRequest;
import io.nephele.api.secretsmanager.RemoveRegionsFromReplicationResponse;
import io.nephele.api.secretsmanager.ReplicaRegionType;
import io.nephele.api.secretsmanager.ReplicateSecretToRegionsRequest;
import io.nephele.api.secretsmanager.ReplicateSecretToRegionsResponse;
import io.nephele.api.secretsmanager.ReplicationStatusType;
import io.nephele.api.secretsmanager.StopReplicationToReplicaRequest;
import io.nephele.api.secretsmanager.StopReplicationToReplicaResponse;
import io.nephele.core.call.Call;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations on replicas of secrets. */
final class Replication {
  private static final String REPLICATED = "Replication succeeded";

  private final SecretStore store;
  private final Additions additions;
  private final Encryption encryption;

  Replication(SecretStore store, Additions additions, Encryption encryption) {
    this.store = store;
    this.additions = additions;
    this.encryption = encryption;
  }

  ReplicateSecretToRegionsResponse replicate(ReplicateSecretToRegionsRequest in, Call call) {
    Secret secret = store.requirePrimary(in.secretId(), call);
    Secret target = withRegions(secret, in.addReplicaRegions(), call);
    List<Copies> copies = new ArrayList<>();
    for (Version version : store.versions(secret)) {
      if (version.value() != null) {
        Value value = encryption.open(secret, version, call);
        copies.add(Copies.seal(encryption, target, version.id(), value, call));
      }
    }
    boolean force = Boolean.TRUE.equals(in.forceOverwriteReplicaSecret());
    store.change(
        secret,
        (transaction, current) -> {
          List<Replica> kept = new ArrayList<>();
          for (Replica known : current.replicas()) {
            if (target.replica(known.region()) == null) {
              kept.add(known);
            }
          }
          Secret ready =
              claim(
                  transaction,
                  current
                      .with()
                      .primaryRegion(target.primaryRegion())
                      .replicas(target.replicas())
                      .done(),
                  force);
          for (Copies copy : copies) {
            Version version = store.version(transaction, current, copy.versionId());
            if (version != null) {
              ready = copy.store(transaction, store, ready, version);
            }
          }
          kept.addAll(ready.replicas());
          store.put(transaction, ready.with().replicas(kept).done());
          return null;
        });
    return new ReplicateSecretToRegionsResponse()
        .arn(secret.arn())
        .replicationStatus(status(store.require(in.secretId(), call)));
  }

  /** The secret with further replicas alone; an error to the caller if they cannot be. */
  Secret withRegions(Secret secret, List<ReplicaRegionType> regions, Call call) {
    List<Replica> added = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (ReplicaRegionType each : regions == null ? List.<ReplicaRegionType>of() : regions) {
      String region = each.region();
      if (region == null
          || Regions.find(region) == null
          || !Regions.find(region).partition().equals(call.region().partition())) {
        throw SecretErrors.invalidParameter("Invalid replica region: " + region + ".");
      }
      if (region.equals(secret.region())) {
        throw SecretErrors.invalidParameter(
            "Invalid replica region: " + region + " is the primary region of the secret.");
      }
      Replica known = secret.replica(region);
      if (!names.add(region) || known != null && !known.failed()) {
        throw SecretErrors.invalidParameter(
            "Invalid replica region: the secret is already replicated to " + region + ".");
      }
      added.add(
          new Replica(region, Encryption.remembered(each.kmsKeyId()), Replica.IN_SYNC, REPLICATED));
    }
    return added.isEmpty()
        ? secret
        : secret.with().primaryRegion(secret.region()).replicas(added).done();
  }

  /** Makes way for the replicas of a secret; those that find their name taken have failed. */
  Secret claim(Transaction transaction, Secret secret, boolean force) {
    List<Replica> replicas = new ArrayList<>();
    for (Replica replica : secret.replicas()) {
      Secret there = there(transaction, secret, replica.region());
      boolean own =
          there != null
              && secret.region().equals(there.primaryRegion())
              && there.suffix().equals(secret.suffix());
      boolean free = there == null || own || force && there.primaryRegion() == null;
      if (free && there != null) {
        store.world().timers().cancel(transaction, Deletions.TIMER, there.place());
        store.world().timers().cancel(transaction, RotationClock.TIMER, there.place());
        store.delete(transaction, there);
      }
      replicas.add(
          free
              ? replica
              : replica.failed(
                  "Secret name "
                      + secret.name()
                      + " already exists in region "
                      + replica.region()
                      + "."));
    }
    return secret.with().replicas(replicas).done();
  }

  private Secret there(Transaction transaction, Secret secret, String region) {
    return store.get(transaction, Secret.place(secret.accountId(), region, secret.name()));
  }

  RemoveRegionsFromReplicationResponse remove(RemoveRegionsFromReplicationRequest in, Call call) {
    Secret secret = store.requirePrimary(in.secretId(), call);
    store.change(
        secret,
        (transaction, current) -> {
          List<Replica> rest = new ArrayList<>(current.replicas());
          for (String region : in.removeReplicaRegions()) {
            Replica replica = current.replica(region);
            if (replica == null) {
              throw SecretErrors.invalidParameter(
                  "The secret is not replicated to the region " + region + ".");
            }
            rest.remove(replica);
            Secret there = there(transaction, current, region);
            if (there != null && current.region().equals(there.primaryRegion())) {
              store.delete(transaction, there);
            }
          }
          String primary = rest.isEmpty() ? null : current.region();
          store.put(transaction, current.with().replicas(rest).primaryRegion(primary).done());
          return null;
        });
    return new RemoveRegionsFromReplicationResponse()
        .arn(secret.arn())
        .replicationStatus(status(store.require(in.secretId(), call)));
  }

  StopReplicationToReplicaResponse stop(StopReplicationToReplicaRequest in, Call call) {
    Secret replica = store.requireLive(in.secretId(), call);
    if (!replica.isReplica()) {
      throw SecretErrors.invalidParameter(
          "Operation not permitted on a primary secret. Call must be made in the replica secret's"
              + " region.");
    }
    Secret primary = primary(replica);
    store.change(
        primary,
        (transaction, current) -> {
          Secret there = there(transaction, current, replica.region());
          if (there == null || !there.isReplica()) {
            throw SecretErrors.notFound();
          }
          store.put(transaction, there.with().primaryRegion(null).rotation(null).done());
          List<Replica> rest = new ArrayList<>(current.replicas());
          rest.removeIf(each -> each.region().equals(replica.region()));
          String region = rest.isEmpty() ? null : current.region();
          store.put(transaction, current.with().replicas(rest).primaryRegion(region).done());
          return null;
        });
    return new StopReplicationToReplicaResponse().arn(replica.arn());
  }

  private Secret primary(Secret replica) {
    return replica.with().region(replica.primaryRegion()).done();
  }

  /** Has a replica encrypted under another key, which is the one thing that it has of its own. */
  void changeKey(Secret replica, String kmsKeyId, Call call) {
    if (kmsKeyId == null) {
      return;
    }
    Secret under = replica.with().kmsKeyId(Encryption.remembered(kmsKeyId)).done();
    Map<String, SealedValue> again = additions.reencrypt(under, call);
    store.change(
        primary(replica),
        (transaction, current) -> {
          Secret there = there(transaction, current, replica.region());
          if (there == null || !there.isReplica()) {
            throw SecretErrors.notFound();
          }
          additions.write(transaction, there, again);
          List<Replica> replicas = new ArrayList<>();
          for (Replica each : current.replicas()) {
            replicas.add(
                each.region().equals(replica.region())
                    ? new Replica(each.region(), under.kmsKeyId(), each.status(), each.message())
                    : each);
          }
          store.put(transaction, current.with().replicas(replicas).done());
          return null;
        });
  }

  /** What is told of a secret's replicas, or null if it has none. */
  List<ReplicationStatusType> status(Secret secret) {
    if (secret.replicas().isEmpty()) {
      return null;
    }
    return store
        .world()
        .store()
        .read(
            reader -> {
              List<ReplicationStatusType> told = new ArrayList<>();
              for (Replica replica : secret.replicas()) {
                Secret there =
                    store.get(
                        reader, Secret.place(secret.accountId(), replica.region(), secret.name()));
                boolean own = there != null && there.isReplica() && !replica.failed();
                told.add(
                    new ReplicationStatusType()
                        .region(replica.region())
                        .kmsKeyId(
                            replica.kmsKeyId() == null
                                ? Encryption.AWS_MANAGED
                                : replica.kmsKeyId())
                        .status(replica.status())
                        .statusMessage(replica.message())
                        .lastAccessedDate(own ? there.accessed() : null));
              }
              return told;
            });
  }
}
