package io.nephele.services.dynamodb.global;

import io.nephele.api.dynamodb.AutoScalingSettingsUpdate;
import io.nephele.api.dynamodb.DescribeTableReplicaAutoScalingInput;
import io.nephele.api.dynamodb.DescribeTableReplicaAutoScalingOutput;
import io.nephele.api.dynamodb.GlobalSecondaryIndexAutoScalingUpdate;
import io.nephele.api.dynamodb.ReplicaAutoScalingDescription;
import io.nephele.api.dynamodb.ReplicaAutoScalingUpdate;
import io.nephele.api.dynamodb.ReplicaGlobalSecondaryIndexAutoScalingDescription;
import io.nephele.api.dynamodb.ReplicaGlobalSecondaryIndexAutoScalingUpdate;
import io.nephele.api.dynamodb.ResourceNotFoundException;
import io.nephele.api.dynamodb.TableAutoScalingDescription;
import io.nephele.api.dynamodb.UpdateTableReplicaAutoScalingInput;
import io.nephele.api.dynamodb.UpdateTableReplicaAutoScalingOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.services.dynamodb.scaling.ScalingSettings;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableDescriptions;
import java.util.ArrayList;
import java.util.List;

/** How the replicas of global tables scale (version 2019.11.21). */
public final class ReplicaAutoScaling {
  private final World world;
  private final TableCatalog catalog;
  private final ScalingSettings settings;

  /** That of that catalog's tables. */
  public ReplicaAutoScaling(World world, TableCatalog catalog, ScalingSettings settings) {
    this.world = world;
    this.catalog = catalog;
    this.settings = settings;
  }

  /** Answers DescribeTableReplicaAutoScaling. */
  public DescribeTableReplicaAutoScalingOutput describe(
      DescribeTableReplicaAutoScalingInput in, Call call) {
    TableAddress address = TableAddress.of(in.tableName(), call);
    return new DescribeTableReplicaAutoScalingOutput()
        .tableAutoScalingDescription(
            world.store().read(reader -> describe(reader, address, TableDescriptions.ACTIVE)));
  }

  private TableAutoScalingDescription describe(Reader reader, TableAddress address, String status) {
    TableDefinition table = catalog.require(reader, address);
    List<ReplicaAutoScalingDescription> replicas = new ArrayList<>();
    if (!table.row().replicas().isEmpty()) {
      for (TableDefinition member : members(reader, table)) {
        replicas.add(replica(reader, member));
      }
    }
    return new TableAutoScalingDescription()
        .tableName(table.name())
        .tableStatus(status)
        .replicas(replicas);
  }

  private List<TableDefinition> members(Reader reader, TableDefinition table) {
    List<TableDefinition> members = new ArrayList<>(List.of(table));
    for (String region : table.row().replicas()) {
      members.add(catalog.require(reader, Replication.in(region, table.address())));
    }
    return members;
  }

  private ReplicaAutoScalingDescription replica(Reader reader, TableDefinition member) {
    List<ReplicaGlobalSecondaryIndexAutoScalingDescription> indexes = new ArrayList<>();
    for (IndexDefinition index : member.indexes()) {
      if (index.isGlobal()) {
        indexes.add(
            new ReplicaGlobalSecondaryIndexAutoScalingDescription()
                .indexName(index.name())
                .indexStatus(TableDescriptions.ACTIVE)
                .provisionedReadCapacityAutoScalingSettings(
                    settings.describe(reader, member, index.name(), false))
                .provisionedWriteCapacityAutoScalingSettings(
                    settings.describe(reader, member, index.name(), true)));
      }
    }
    return new ReplicaAutoScalingDescription()
        .regionName(member.row().region())
        .globalSecondaryIndexes(indexes.isEmpty() ? null : indexes)
        .replicaProvisionedReadCapacityAutoScalingSettings(
            settings.describe(reader, member, null, false))
        .replicaProvisionedWriteCapacityAutoScalingSettings(
            settings.describe(reader, member, null, true))
        .replicaStatus(TableDescriptions.ACTIVE);
  }

  /** Answers UpdateTableReplicaAutoScaling. */
  public UpdateTableReplicaAutoScalingOutput update(
      UpdateTableReplicaAutoScalingInput in, Call call) {
    TableAddress address = TableAddress.of(in.tableName(), call);
    if (in.provisionedWriteCapacityAutoScalingUpdate() == null
        && in.globalSecondaryIndexUpdates() == null
        && in.replicaUpdates() == null) {
      throw DynamoErrors.validation(
          "At least one of ProvisionedWriteCapacityAutoScalingUpdate, GlobalSecondaryIndexUpdates"
              + " and ReplicaUpdates is required");
    }
    TableAutoScalingDescription description =
        world
            .store()
            .write(
                transaction -> {
                  apply(transaction, catalog.require(transaction, address), in);
                  return describe(transaction, address, TableDescriptions.UPDATING);
                });
    return new UpdateTableReplicaAutoScalingOutput().tableAutoScalingDescription(description);
  }

  private void apply(
      Transaction transaction, TableDefinition table, UpdateTableReplicaAutoScalingInput in) {
    if (table.row().replicas().isEmpty() || table.isStamped()) {
      throw DynamoErrors.validation(
          "Table " + table.name() + " is not a global table of version 2019.11.21");
    }
    for (TableDefinition member : members(transaction, table)) {
      put(transaction, member, null, true, in.provisionedWriteCapacityAutoScalingUpdate());
      if (in.globalSecondaryIndexUpdates() != null) {
        for (GlobalSecondaryIndexAutoScalingUpdate index : in.globalSecondaryIndexUpdates()) {
          put(
              transaction,
              member,
              index.indexName(),
              true,
              index.provisionedWriteCapacityAutoScalingUpdate());
        }
      }
    }
    if (in.replicaUpdates() != null) {
      for (ReplicaAutoScalingUpdate update : in.replicaUpdates()) {
        apply(transaction, table, update);
      }
    }
  }

  private void apply(
      Transaction transaction, TableDefinition table, ReplicaAutoScalingUpdate update) {
    TableDefinition member = null;
    for (TableDefinition each : members(transaction, table)) {
      member = each.row().region().equals(update.regionName()) ? each : member;
    }
    if (member == null) {
      throw DynamoErrors.validation(
          "Table " + table.name() + " has no replica in Region " + update.regionName());
    }
    put(transaction, member, null, false, update.replicaProvisionedReadCapacityAutoScalingUpdate());
    if (update.replicaGlobalSecondaryIndexUpdates() != null) {
      for (ReplicaGlobalSecondaryIndexAutoScalingUpdate index :
          update.replicaGlobalSecondaryIndexUpdates()) {
        put(
            transaction,
            member,
            index.indexName(),
            false,
            index.provisionedReadCapacityAutoScalingUpdate());
      }
    }
  }

  private void put(
      Transaction transaction,
      TableDefinition member,
      String index,
      boolean write,
      AutoScalingSettingsUpdate update) {
    IndexDefinition found = index == null ? null : member.index(index);
    if (index != null && (found == null || !found.isGlobal())) {
      throw new ResourceNotFoundException(
          "Requested resource not found: Index: "
              + index
              + " not found for table: "
              + member.name());
    }
    if (update != null) {
      settings.put(transaction, member, index, write, update);
    }
  }
}
