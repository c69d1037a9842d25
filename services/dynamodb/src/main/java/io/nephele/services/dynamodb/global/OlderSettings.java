package io.nephele.services.dynamodb.global;

import io.nephele.api.dynamodb.BillingModeSummary;
import io.nephele.api.dynamodb.DescribeGlobalTableSettingsInput;
import io.nephele.api.dynamodb.DescribeGlobalTableSettingsOutput;
import io.nephele.api.dynamodb.GlobalTableGlobalSecondaryIndexSettingsUpdate;
import io.nephele.api.dynamodb.IndexNotFoundException;
import io.nephele.api.dynamodb.ReplicaGlobalSecondaryIndexSettingsDescription;
import io.nephele.api.dynamodb.ReplicaGlobalSecondaryIndexSettingsUpdate;
import io.nephele.api.dynamodb.ReplicaNotFoundException;
import io.nephele.api.dynamodb.ReplicaSettingsDescription;
import io.nephele.api.dynamodb.ReplicaSettingsUpdate;
import io.nephele.api.dynamodb.UpdateGlobalTableSettingsInput;
import io.nephele.api.dynamodb.UpdateGlobalTableSettingsOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.services.dynamodb.scaling.ScalingSettings;
import io.nephele.services.dynamodb.tables.Billing;
import io.nephele.services.dynamodb.tables.CapacityChanges;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.ReplicaDescriptions;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableDescriptions;
import io.nephele.services.dynamodb.tables.TableRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The settings of global tables of version 2017.11.29: what all replicas have, and each. */
public final class OlderSettings {
  private final World world;
  private final TableCatalog catalog;
  private final OlderGlobalTables globalTables;
  private final ScalingSettings scaling;

  /** Those of that catalog's tables. */
  public OlderSettings(
      World world, TableCatalog catalog, OlderGlobalTables globalTables, ScalingSettings scaling) {
    this.world = world;
    this.catalog = catalog;
    this.globalTables = globalTables;
    this.scaling = scaling;
  }

  /** Answers DescribeGlobalTableSettings. */
  public DescribeGlobalTableSettingsOutput describe(
      DescribeGlobalTableSettingsInput in, Call call) {
    TableAddress address = TableAddress.of(in.globalTableName(), call);
    return new DescribeGlobalTableSettingsOutput()
        .globalTableName(address.name())
        .replicaSettings(
            world.store().read(reader -> describe(reader, address, TableDescriptions.ACTIVE)));
  }

  private List<ReplicaSettingsDescription> describe(
      Reader reader, TableAddress address, String status) {
    List<ReplicaSettingsDescription> replicas = new ArrayList<>();
    for (TableDefinition member :
        globalTables.members(reader, globalTables.require(reader, address))) {
      replicas.add(describe(reader, member, status));
    }
    return replicas;
  }

  private ReplicaSettingsDescription describe(
      Reader reader, TableDefinition member, String status) {
    Billing billing = member.row().billing();
    ReplicaSettingsDescription out =
        new ReplicaSettingsDescription()
            .regionName(member.row().region())
            .replicaStatus(status)
            .replicaProvisionedReadCapacityUnits(billing.throughput().read())
            .replicaProvisionedReadCapacityAutoScalingSettings(
                scaling.describe(reader, member, null, false))
            .replicaProvisionedWriteCapacityUnits(billing.throughput().write())
            .replicaProvisionedWriteCapacityAutoScalingSettings(
                scaling.describe(reader, member, null, true));
    if (billing.onDemandSince() != 0) {
      out.replicaBillingModeSummary(
          new BillingModeSummary()
              .billingMode(billing.onDemand() ? "PAY_PER_REQUEST" : "PROVISIONED")
              .lastUpdateToPayPerRequestDateTime(Instant.ofEpochMilli(billing.onDemandSince())));
    }
    if (member.row().settings().tableClass() != null) {
      out.replicaTableClassSummary(ReplicaDescriptions.classOf(member.row()));
    }
    List<ReplicaGlobalSecondaryIndexSettingsDescription> indexes = new ArrayList<>();
    for (IndexDefinition index : member.indexes()) {
      if (index.isGlobal()) {
        indexes.add(describe(reader, member, index));
      }
    }
    return out.replicaGlobalSecondaryIndexSettings(indexes.isEmpty() ? null : indexes);
  }

  private ReplicaGlobalSecondaryIndexSettingsDescription describe(
      Reader reader, TableDefinition member, IndexDefinition index) {
    Billing billing = index.row().billing();
    return new ReplicaGlobalSecondaryIndexSettingsDescription()
        .indexName(index.name())
        .indexStatus(TableDescriptions.ACTIVE)
        .provisionedReadCapacityUnits(billing.onDemand() ? null : billing.throughput().read())
        .provisionedReadCapacityAutoScalingSettings(
            scaling.describe(reader, member, index.name(), false))
        .provisionedWriteCapacityUnits(billing.onDemand() ? null : billing.throughput().write())
        .provisionedWriteCapacityAutoScalingSettings(
            scaling.describe(reader, member, index.name(), true));
  }

  /** Answers UpdateGlobalTableSettings. */
  public UpdateGlobalTableSettingsOutput update(UpdateGlobalTableSettingsInput in, Call call) {
    TableAddress address = TableAddress.of(in.globalTableName(), call);
    List<ReplicaSettingsDescription> replicas =
        world
            .store()
            .write(
                transaction -> {
                  TableDefinition table = globalTables.require(transaction, address);
                  for (TableDefinition member : globalTables.members(transaction, table)) {
                    apply(transaction, member, in);
                  }
                  if (in.replicaSettingsUpdate() != null) {
                    for (ReplicaSettingsUpdate update : in.replicaSettingsUpdate()) {
                      apply(transaction, table, update);
                    }
                  }
                  return describe(transaction, address, TableDescriptions.UPDATING);
                });
    return new UpdateGlobalTableSettingsOutput()
        .globalTableName(address.name())
        .replicaSettings(replicas);
  }

  /** What all replicas get. */
  private void apply(
      Transaction transaction, TableDefinition member, UpdateGlobalTableSettingsInput in) {
    long now = world.clock().millis();
    Long write = in.globalTableProvisionedWriteCapacityUnits();
    TableRow row = member.row();
    if (in.globalTableBillingMode() != null) {
      row = CapacityChanges.mode(row, in.globalTableBillingMode(), write, now);
    }
    if (write != null) {
      row = CapacityChanges.apply(row, null, null, write, now);
    }
    List<GlobalTableGlobalSecondaryIndexSettingsUpdate> indexes =
        in.globalTableGlobalSecondaryIndexSettingsUpdate();
    if (indexes != null) {
      for (GlobalTableGlobalSecondaryIndexSettingsUpdate index : indexes) {
        checkThere(member, index.indexName());
        row =
            CapacityChanges.apply(
                row, index.indexName(), null, index.provisionedWriteCapacityUnits(), now);
      }
    }
    TableDefinition changed = catalog.put(transaction, row);
    if (in.globalTableProvisionedWriteCapacityAutoScalingSettingsUpdate() != null) {
      scaling.put(
          transaction,
          changed,
          null,
          true,
          in.globalTableProvisionedWriteCapacityAutoScalingSettingsUpdate());
    }
    if (indexes != null) {
      for (GlobalTableGlobalSecondaryIndexSettingsUpdate index : indexes) {
        if (index.provisionedWriteCapacityAutoScalingSettingsUpdate() != null) {
          scaling.put(
              transaction,
              changed,
              index.indexName(),
              true,
              index.provisionedWriteCapacityAutoScalingSettingsUpdate());
        }
      }
    }
  }

  /** What one replica gets. */
  private void apply(Transaction transaction, TableDefinition table, ReplicaSettingsUpdate update) {
    long now = world.clock().millis();
    TableDefinition member = null;
    for (TableDefinition each : globalTables.members(transaction, table)) {
      member = each.row().region().equals(update.regionName()) ? each : member;
    }
    if (member == null) {
      throw new ReplicaNotFoundException(
          "Replica not found: " + table.name() + " in Region " + update.regionName());
    }
    TableRow row =
        CapacityChanges.apply(
            member.row(), null, update.replicaProvisionedReadCapacityUnits(), null, now);
    if (update.replicaTableClass() != null) {
      row = row.with(row.settings().withClass(update.replicaTableClass(), now));
    }
    List<ReplicaGlobalSecondaryIndexSettingsUpdate> indexes =
        update.replicaGlobalSecondaryIndexSettingsUpdate() == null
            ? List.of()
            : update.replicaGlobalSecondaryIndexSettingsUpdate();
    for (ReplicaGlobalSecondaryIndexSettingsUpdate index : indexes) {
      checkThere(member, index.indexName());
      row =
          CapacityChanges.apply(
              row, index.indexName(), index.provisionedReadCapacityUnits(), null, now);
    }
    TableDefinition changed = catalog.put(transaction, row);
    if (update.replicaProvisionedReadCapacityAutoScalingSettingsUpdate() != null) {
      scaling.put(
          transaction,
          changed,
          null,
          false,
          update.replicaProvisionedReadCapacityAutoScalingSettingsUpdate());
    }
    for (ReplicaGlobalSecondaryIndexSettingsUpdate index : indexes) {
      if (index.provisionedReadCapacityAutoScalingSettingsUpdate() != null) {
        scaling.put(
            transaction,
            changed,
            index.indexName(),
            false,
            index.provisionedReadCapacityAutoScalingSettingsUpdate());
      }
    }
  }

  private static void checkThere(TableDefinition member, String name) {
    IndexDefinition index = member.index(name);
    if (index == null || !index.isGlobal()) {
      throw new IndexNotFoundException("Index not found: " + name + " of table " + member.name());
    }
  }
}
