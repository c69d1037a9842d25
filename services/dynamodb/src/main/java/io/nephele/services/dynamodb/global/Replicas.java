package io.nephele.services.dynamodb.global;

import io.nephele.api.dynamodb.CreateReplicationGroupMemberAction;
import io.nephele.api.dynamodb.ReplicationGroupUpdate;
import io.nephele.api.dynamodb.StreamSpecification;
import io.nephele.api.dynamodb.UpdateTableInput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.Recovery;
import io.nephele.services.dynamodb.tables.StreamSettings;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableCreation;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableRow;
import io.nephele.services.dynamodb.tables.TableSettings;
import io.nephele.services.dynamodb.tables.TableUpdates;
import io.nephele.services.dynamodb.tables.Tables;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds replicas to tables and takes them away, as UpdateTable does it (version 2019.11.21). */
public final class Replicas implements TableUpdates.ReplicaUpdates {
  private static final String BOTH_IMAGES = "NEW_AND_OLD_IMAGES";
  private static final int PIECE = 200;

  private final World world;
  private final TableCatalog catalog;
  private final TableCreation creation;
  private final TableUpdates updates;
  private final Tables tables;
  private final Replication replication;

  /** Replicas of that catalog's tables. */
  public Replicas(
      World world,
      TableCatalog catalog,
      TableCreation creation,
      TableUpdates updates,
      Tables tables,
      Replication replication) {
    this.world = world;
    this.catalog = catalog;
    this.creation = creation;
    this.updates = updates;
    this.tables = tables;
    this.replication = replication;
  }

  @Override
  public TableDefinition update(UpdateTableInput in, Call call) {
    checkAlone(in);
    ReplicationGroupUpdate update = in.replicaUpdates().getFirst();
    TableAddress address = TableAddress.of(in.tableName(), call);
    if (update.create() != null) {
      return create(address, update.create(), call);
    }
    if (update.delete() != null) {
      return delete(address, update.delete().regionName());
    }
    throw DynamoErrors.validation(
        "Nephele's replicas have no settings of their own: ReplicaUpdates.Update cannot be"
            + " given.");
  }

  private static void checkAlone(UpdateTableInput in) {
    if (in.replicaUpdates().size() > 1) {
      throw DynamoErrors.invalidParameter(
          "Only one replica update per UpdateTable request is allowed");
    }
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
    ReplicationGroupUpdate update = in.replicaUpdates().getFirst();
    int actions =
        (update.create() == null ? 0 : 1)
            + (update.update() == null ? 0 : 1)
            + (update.delete() == null ? 0 : 1);
    if (actions != 1) {
      throw DynamoErrors.invalidParameter(
          "Exactly one of Create, Update and Delete must be specified in a replica update");
    }
  }

  private TableDefinition create(
      TableAddress address, CreateReplicationGroupMemberAction action, Call call) {
    if (action.kmsMasterKeyId() != null
        || action.provisionedThroughputOverride() != null
        || action.onDemandThroughputOverride() != null
        || action.globalSecondaryIndexes() != null
        || action.tableClassOverride() != null) {
      throw DynamoErrors.validation(
          "Nephele's replicas have no settings of their own: a replica is created with its"
              + " RegionName only.");
    }
    checkRegion(action.regionName(), call);
    TableDefinition made =
        world.store().write(transaction -> create(transaction, address, action.regionName()));
    copy(made, Replication.in(action.regionName(), address));
    return made;
  }

  private static void checkRegion(String name, Call call) {
    Region region = Regions.find(name);
    if (region == null || !region.partition().equals(call.region().partition())) {
      throw DynamoErrors.validation("Invalid region name: " + name);
    }
  }

  private TableDefinition create(Transaction transaction, TableAddress address, String region) {
    TableDefinition table = catalog.require(transaction, address);
    if (region.equals(address.region()) || table.row().replicas().contains(region)) {
      throw DynamoErrors.validation(
          "Failed to create a the new replica of table with name: '"
              + address.name()
              + "' because one or more replicas already existed in the given region: "
              + region);
    }
    TableAddress there = Replication.in(region, address);
    if (catalog.find(transaction, there) != null) {
      throw DynamoErrors.validation(
          "Failed to create a the new replica of table with name: '"
              + address.name()
              + "' because one or more replicas already existed as tables.");
    }
    TableDefinition streamed = withStream(transaction, table);
    List<String> all = new ArrayList<>(streamed.row().replicas());
    all.add(address.region());
    all.add(region);
    creation.put(transaction, replica(streamed.row(), region, all), there);
    TableDefinition after = null;
    for (String each : all) {
      if (!each.equals(region)) {
        TableDefinition member = catalog.find(transaction, Replication.in(each, address));
        TableDefinition changed =
            catalog.put(transaction, member.row().withReplicas(without(all, each)));
        after = each.equals(address.region()) ? changed : after;
      }
    }
    return after;
  }

  private static List<String> without(List<String> regions, String region) {
    List<String> others = new ArrayList<>(regions);
    others.remove(region);
    return List.copyOf(others);
  }

  /** Replicas have streams of both images; one that is not enabled is. */
  private TableDefinition withStream(Transaction transaction, TableDefinition table) {
    StreamSettings stream = table.stream();
    if (stream != null && !stream.viewType().equals(BOTH_IMAGES)) {
      throw DynamoErrors.validation(
          "Table must have stream view type NEW_AND_OLD_IMAGES to be a replica of a global"
              + " table");
    }
    if (stream != null) {
      return table;
    }
    return updates.enableStream(
        transaction,
        table,
        new StreamSpecification().streamEnabled(true).streamViewType(BOTH_IMAGES));
  }

  private TableRow replica(TableRow row, String region, List<String> all) {
    return new TableRow(
        0,
        world.ids().uuid().toString(),
        row.accountId(),
        region,
        row.name(),
        row.partition(),
        world.clock().millis(),
        row.attributes(),
        row.hash(),
        row.range(),
        row.nextIndex(),
        row.indexes(),
        row.billing(),
        row.stream(),
        row.timeToLive(),
        Recovery.OFF,
        new TableSettings(false, row.settings().tableClass(), 0, null, null, List.of()),
        without(all, region));
  }

  /** Brings a new replica what the table has; changes meanwhile reach it anyway. */
  private void copy(TableDefinition from, TableAddress to) {
    Key[] last = {null};
    boolean more = true;
    while (more) {
      more =
          world
              .store()
              .write(
                  transaction -> {
                    TableDefinition replica = catalog.find(transaction, to);
                    Key reached =
                        replica == null ? null : copy(transaction, from, replica, last[0]);
                    transaction.afterCommit(() -> last[0] = reached);
                    return reached != null;
                  });
    }
  }

  private Key copy(
      Transaction transaction, TableDefinition from, TableDefinition replica, Key after) {
    KeyRange range = KeyRange.prefix(from.items());
    Table.Rows<byte[]> rows =
        ItemStore.ITEMS.scan(
            transaction, after == null ? range : range.startingAfter(after), Direction.FORWARD);
    Key last = null;
    for (int i = 0; i < PIECE; i++) {
      if (!rows.hasNext()) {
        return null;
      }
      Table.Row<byte[]> row = rows.next();
      last = row.key();
      Map<String, Value> item = ItemCodec.INSTANCE.decode(row.value());
      replication.put(transaction, replica, ItemKeys.ofStored(replica, item), item);
    }
    return last;
  }

  private TableDefinition delete(TableAddress address, String region) {
    return world
        .store()
        .write(
            transaction -> {
              TableDefinition table = catalog.require(transaction, address);
              if (!table.row().replicas().contains(region)) {
                throw notThere(address, region);
              }
              TableDefinition replica =
                  catalog.require(transaction, Replication.in(region, address));
              if (replica.row().settings().deletionProtected()) {
                throw DynamoErrors.validation(
                    "Resource cannot be deleted as it is currently protected against deletion."
                        + " Disable deletion protection first.");
              }
              tables.delete(transaction, replica);
              return catalog.require(transaction, address);
            });
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
