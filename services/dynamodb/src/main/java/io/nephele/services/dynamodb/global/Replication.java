package io.nephele.services.dynamodb.global;

import io.nephele.core.store.Transaction;
import io.nephele.services.dynamodb.indexes.Backfill;
import io.nephele.services.dynamodb.items.ItemChange;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.ReplicaOverrides;
import io.nephele.services.dynamodb.tables.ReplicaSettings;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableRow;
import io.nephele.services.dynamodb.tables.TableSettings;
import io.nephele.services.dynamodb.timetolive.Expiries;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes changes of a replica in the others too, in the same transaction: all regions are of one
 * world and one store, so that the last writer is whose transaction came last, and no region lags
 * behind.
 */
public final class Replication implements ItemStore.Follower {
  private final TableCatalog catalog;
  private final Backfill backfill;
  private final Expiries expiries;
  private ItemStore items;

  /** Replication between that catalog's tables. */
  public Replication(TableCatalog catalog, Backfill backfill, Expiries expiries) {
    this.catalog = catalog;
    this.backfill = backfill;
    this.expiries = expiries;
  }

  /** Has changes made in that store. */
  public void bind(ItemStore store) {
    items = store;
  }

  @Override
  public void changed(Transaction transaction, ItemChange change) {
    List<String> replicas = change.table().row().replicas();
    if (replicas.isEmpty() || change.cause() == ItemChange.Cause.REPLICATION) {
      return;
    }
    for (String region : replicas) {
      TableDefinition replica = catalog.find(transaction, in(region, change.table().address()));
      if (replica != null) {
        Map<String, Value> key = change.key().attributes(change.table());
        put(transaction, replica, ItemKeys.ofStored(replica, key), change.after());
      }
    }
  }

  /** Makes an item of a replica what another replica has. */
  void put(Transaction transaction, TableDefinition replica, ItemKey key, Map<String, Value> item) {
    byte[] stored = items.get(transaction, key);
    Map<String, Value> before = stored == null ? null : ItemCodec.INSTANCE.decode(stored);
    items.write(transaction, replica, key, stored, before, item, ItemChange.Cause.REPLICATION);
  }

  /** The address of a table's replica in a region. */
  static TableAddress in(String region, TableAddress address) {
    return new TableAddress(address.partition(), address.accountId(), region, address.name());
  }

  /** Indexes, throughput and class of a replica are those of all, save for what is its own. */
  public void changed(Transaction transaction, TableDefinition before, TableDefinition after) {
    if (after.row().settings().ofReplica().isOlder()) {
      return;
    }
    boolean otherClass =
        after.row().settings().classChangedAt() != before.row().settings().classChangedAt();
    for (String region : after.row().replicas()) {
      TableDefinition replica = catalog.find(transaction, in(region, after.address()));
      if (replica == null) {
        continue;
      }
      for (IndexDefinition index : replica.indexes()) {
        if (after.index(index.name()) == null) {
          backfill.drop(transaction, replica, index);
        }
      }
      TableRow row = ReplicaOverrides.following(replica.row(), after.row());
      TableSettings settings = row.settings();
      if (otherClass && !settings.ofReplica().ownClass()) {
        TableSettings theirs = after.row().settings();
        row = row.with(settings.withClass(theirs.tableClass(), theirs.classChangedAt()));
      }
      backfill.begin(transaction, catalog.put(transaction, row));
    }
  }

  /** Time to live of a replica is that of all. */
  public void timeToLiveChanged(Transaction transaction, TableDefinition table) {
    ReplicaSettings settings = table.row().settings().ofReplica();
    if (settings.strong()) {
      throw DynamoErrors.validation(
          "Time to Live is not supported for tables with multi-Region strong consistency");
    }
    if (settings.isOlder()) {
      return;
    }
    for (String region : table.row().replicas()) {
      TableDefinition replica = catalog.find(transaction, in(region, table.address()));
      if (replica != null) {
        TableDefinition changed =
            catalog.put(transaction, replica.row().with(table.row().timeToLive()));
        expiries.settingChanged(transaction, changed);
      }
    }
  }

  /** A replica that is deleted is none of the others' any more. */
  public void deleted(Transaction transaction, TableDefinition table) {
    for (String region : table.row().replicas()) {
      TableDefinition replica = catalog.find(transaction, in(region, table.address()));
      if (replica != null) {
        List<String> left = new ArrayList<>(replica.row().replicas());
        left.remove(table.row().region());
        catalog.put(transaction, replica.row().withReplicas(List.copyOf(left)));
      }
    }
  }
}
