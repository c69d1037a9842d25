package io.nephele.services.dynamodb.global;

import io.nephele.api.dynamodb.CreateReplicationGroupMemberAction;
import io.nephele.api.dynamodb.ReplicationGroupUpdate;
import io.nephele.api.dynamodb.UpdateReplicationGroupMemberAction;
import io.nephele.api.dynamodb.UpdateTableInput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.Encryption;
import io.nephele.services.dynamodb.tables.ReplicaOverrides;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableCreation;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableRow;
import io.nephele.services.dynamodb.tables.TableUpdates;
import io.nephele.services.dynamodb.tables.Tables;
import java.util.List;

/**
 * Adds replicas to tables, changes them and takes them away, as UpdateTable does it (version
 * 2019.11.21).
 */
public final class Replicas implements TableUpdates.ReplicaUpdates {
  private final World world;
  private final TableCatalog catalog;
  private final Tables tables;
  private final Encryption encryption;
  private final ReplicaCreation creation;
  private final StrongReplicas strong;

  /** Replicas of that catalog's tables. */
  public Replicas(
      World world,
      TableCatalog catalog,
      TableCreation creation,
      TableUpdates updates,
      Tables tables,
      Encryption encryption,
      Replication replication) {
    this.world = world;
    this.catalog = catalog;
    this.tables = tables;
    this.encryption = encryption;
    this.creation = new ReplicaCreation(world, catalog, creation, updates, replication);
    this.strong = new StrongReplicas(world, catalog, this.creation, this);
  }

  @Override
  public TableDefinition update(UpdateTableInput in, Call call) {
    checkAlone(in);
    TableAddress address = TableAddress.of(in.tableName(), call);
    TableDefinition table = catalog.require(in.tableName(), call);
    if (table.row().settings().ofReplica().isOlder()) {
      throw DynamoErrors.validation(
          "ReplicaUpdates cannot be given for a global table of version 2017.11.29: "
              + address.name());
    }
    if (StrongReplicas.concerns(in, table)) {
      return strong.update(in, table, call);
    }
    if (in.globalTableWitnessUpdates() != null) {
      throw DynamoErrors.invalidParameter(
          "GlobalTableWitnessUpdates can only be specified when MultiRegionConsistency is STRONG");
    }
    if (in.replicaUpdates() == null) {
      throw DynamoErrors.invalidParameter(
          "MultiRegionConsistency can only be specified together with ReplicaUpdates");
    }
    if (in.replicaUpdates().size() > 1) {
      throw DynamoErrors.invalidParameter(
          "Only one replica update per UpdateTable request is allowed");
    }
    ReplicationGroupUpdate update = in.replicaUpdates().getFirst();
    if (update.create() != null) {
      return create(table, update.create(), call);
    }
    return update.update() != null
        ? change(address, update.update(), call)
        : delete(address, update.delete().regionName());
  }

  private static void checkAlone(UpdateTableInput in) {
    boolean more =
        in.billingMode() != null
            || in.provisionedThroughput() != null
            || in.globalSecondaryIndexUpdates() != null
            || in.streamSpecification() != null
            || in.sseSpecification() != null
            || in.tableClass() != null
            || in.deletionProtectionEnabled() != null
            || in.onDemandThroughput() != null
            || in.warmThroughput() != null;
    if (more) {
      throw DynamoErrors.invalidParameter(
          "ReplicaUpdates cannot be combined with other updates in the same request");
    }
    if (in.replicaUpdates() == null) {
      return;
    }
    for (ReplicationGroupUpdate update : in.replicaUpdates()) {
      int actions =
          (update.create() == null ? 0 : 1)
              + (update.update() == null ? 0 : 1)
              + (update.delete() == null ? 0 : 1);
      if (actions != 1) {
        throw DynamoErrors.invalidParameter(
            "Exactly one of Create, Update and Delete must be specified in a replica update");
      }
    }
  }

  /** What a replica that a request creates is to be; asks KMS for its key. */
  ReplicaCreation.Wanted wanted(
      TableDefinition table, CreateReplicationGroupMemberAction action, Call call) {
    checkRegion(action.regionName(), call);
    TableAddress there = Replication.in(action.regionName(), table.address());
    return new ReplicaCreation.Wanted(
        action.regionName(),
        ReplicaOverrides.Asked.of(action),
        encryption.ofReplica(table, action.kmsMasterKeyId(), there, call));
  }

  /**
   * Fails if there is no such region.
   *
   * @throws AwsException if not
   */
  static void checkRegion(String name, Call call) {
    Region region = Regions.find(name);
    if (region == null || !region.partition().equals(call.region().partition())) {
      throw DynamoErrors.validation("Invalid region name: " + name);
    }
  }

  private TableDefinition create(
      TableDefinition table, CreateReplicationGroupMemberAction action, Call call) {
    ReplicaCreation.Wanted wanted = wanted(table, action, call);
    TableDefinition made =
        world.store().write(transaction -> creation.create(transaction, table.address(), wanted));
    creation.copy(made, Replication.in(action.regionName(), table.address()));
    return made;
  }

  private TableDefinition change(
      TableAddress address, UpdateReplicationGroupMemberAction action, Call call) {
    TableAddress there = Replication.in(action.regionName(), address);
    TableDefinition before = catalog.find(there);
    requireMember(catalog.find(address), action.regionName());
    ReplicaOverrides.Asked asked = ReplicaOverrides.Asked.of(action);
    Encryption.Chosen key =
        action.kmsMasterKeyId() == null
            ? null
            : encryption.ofReplica(before, action.kmsMasterKeyId(), there, call);
    return world
        .store()
        .write(
            transaction -> {
              TableDefinition table = catalog.require(transaction, address);
              requireMember(table, action.regionName());
              TableDefinition replica = catalog.require(transaction, there);
              TableRow row = ReplicaOverrides.apply(replica.row(), asked, world.clock().millis());
              if (key != null) {
                row = row.with(row.settings().withKey(key.arn(), key.tableKey()));
                transaction.afterCommit(() -> encryption.release(replica));
              }
              TableDefinition changed = catalog.put(transaction, row);
              return there.equals(address) ? changed : table;
            });
  }

  private static void requireMember(TableDefinition table, String region) {
    List<String> others = table.row().replicas();
    if (!others.contains(region) && (others.isEmpty() || !table.row().region().equals(region))) {
      throw notThere(table.address(), region);
    }
  }

  private TableDefinition delete(TableAddress address, String region) {
    return world
        .store()
        .write(
            transaction -> {
              delete(transaction, address, region);
              return catalog.require(transaction, address);
            });
  }

  /**
   * Takes a replica away.
   *
   * @throws AwsException if it is none, or protected
   */
  void delete(Transaction transaction, TableAddress address, String region) {
    TableDefinition table = catalog.require(transaction, address);
    if (!table.row().replicas().contains(region)) {
      throw notThere(address, region);
    }
    TableDefinition replica = catalog.require(transaction, Replication.in(region, address));
    if (replica.row().settings().deletionProtected()) {
      throw DynamoErrors.validation(
          "Resource cannot be deleted as it is currently protected against deletion."
              + " Disable deletion protection first.");
    }
    tables.delete(transaction, replica);
    transaction.afterCommit(() -> encryption.release(replica));
  }

  private static AwsException notThere(TableAddress address, String region) {
    return DynamoErrors.validation(
        "Update global table operation failed because one or more replicas were not part of the"
            + " global table: "
            + address.name()
            + ", region: "
            + region);
  }
}
