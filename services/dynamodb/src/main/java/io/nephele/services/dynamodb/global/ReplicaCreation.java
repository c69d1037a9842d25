package io.nephele.services.dynamodb.global;

import io.nephele.api.dynamodb.StreamSpecification;
import io.nephele.core.World;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.Encryption;
import io.nephele.services.dynamodb.tables.Recovery;
import io.nephele.services.dynamodb.tables.ReplicaOverrides;
import io.nephele.services.dynamodb.tables.ReplicaSettings;
import io.nephele.services.dynamodb.tables.StreamSettings;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableCreation;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableRow;
import io.nephele.services.dynamodb.tables.TableSettings;
import io.nephele.services.dynamodb.tables.TableUpdates;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes new replicas of tables and brings them the items. */
final class ReplicaCreation {
  private static final String BOTH_IMAGES = "NEW_AND_OLD_IMAGES";
  private static final int PIECE = 200;

  private final World world;
  private final TableCatalog catalog;
  private final TableCreation creation;
  private final TableUpdates updates;
  private final Replication replication;

  /**
   * A replica that is wanted.
   *
   * @param region where
   * @param overrides what it has of its own
   * @param key the key that it is encrypted with
   */
  record Wanted(String region, ReplicaOverrides.Asked overrides, Encryption.Chosen key) {}

  ReplicaCreation(
      World world,
      TableCatalog catalog,
      TableCreation creation,
      TableUpdates updates,
      Replication replication) {
    this.world = world;
    this.catalog = catalog;
    this.creation = creation;
    this.updates = updates;
    this.replication = replication;
  }

  /**
   * Makes a replica, still without items.
   *
   * @return the table as it is then
   * @throws io.nephele.model.AwsException if there is one, or another table is in its place
   */
  TableDefinition create(Transaction transaction, TableAddress address, Wanted wanted) {
    String region = wanted.region;
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
    creation.put(transaction, replica(streamed.row(), wanted, all), there);
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

  private TableRow replica(TableRow row, Wanted wanted, List<String> all) {
    long now = world.clock().millis();
    ReplicaSettings others = row.settings().ofReplica();
    ReplicaSettings settings =
        others.strong() ? ReplicaSettings.NONE.asStrong(others.witness()) : ReplicaSettings.NONE;
    TableRow replica =
        new TableRow(
            0,
            world.ids().uuid().toString(),
            row.accountId(),
            wanted.region,
            row.name(),
            row.partition(),
            now,
            row.attributes(),
            row.hash(),
            row.range(),
            row.nextIndex(),
            row.indexes(),
            row.billing(),
            row.stream(),
            row.timeToLive(),
            Recovery.OFF,
            TableSettings.of(
                    false, row.settings().tableClass(), wanted.key.arn(), wanted.key.tableKey())
                .with(settings),
            without(all, wanted.region));
    return ReplicaOverrides.apply(replica, wanted.overrides, now);
  }

  /** Brings a new replica what the table has; changes meanwhile reach it anyway. */
  void copy(TableDefinition from, TableAddress to) {
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
}
