package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.AttributeDefinition;
import io.nephele.api.dynamodb.GlobalSecondaryIndexUpdate;
import io.nephele.api.dynamodb.StreamSpecification;
import io.nephele.api.dynamodb.UpdateTableInput;
import io.nephele.api.dynamodb.UpdateTableOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** UpdateTable. */
public final class TableUpdates {
  private final World world;
  private final TableCatalog catalog;
  private final TableDescriptions descriptions;
  private final Encryption encryption;
  private final IndexUpdates indexes;
  private final BiConsumer<Transaction, TableDefinition> backfill;
  private final List<Change> whenChanged = new ArrayList<>();
  private ReplicaUpdates replicas = ReplicaUpdates.NONE;

  /** Is told of a change of a table in the transaction that makes it. */
  public interface Change {
    /** A table becomes another. */
    void changed(Transaction transaction, TableDefinition before, TableDefinition after);
  }

  /** Makes replicas of global tables. */
  public interface ReplicaUpdates {
    /** There are none. */
    ReplicaUpdates NONE =
        (in, call) -> {
          throw DynamoErrors.validation("Nephele has no replicas of tables yet.");
        };

    /** Answers an UpdateTable that is about replicas. */
    TableDefinition update(UpdateTableInput in, Call call);
  }

  /**
   * Updates tables of that catalog.
   *
   * @param backfill is told of tables that have an index to be filled, in the transaction that adds
   *     it
   * @param dropped is told of an index that is deleted, in the transaction that does it
   */
  public TableUpdates(
      World world,
      TableCatalog catalog,
      TableDescriptions descriptions,
      Encryption encryption,
      BiConsumer<Transaction, TableDefinition> backfill,
      IndexUpdates.Dropped dropped) {
    this.world = world;
    this.catalog = catalog;
    this.descriptions = descriptions;
    this.encryption = encryption;
    this.indexes = new IndexUpdates(dropped);
    this.backfill = backfill;
  }

  /** Has something done in the transaction that changes a table. */
  public void whenChanged(Change action) {
    whenChanged.add(action);
  }

  /** Has replicas made by that. */
  public void replicas(ReplicaUpdates updates) {
    replicas = updates;
  }

  /** Answers UpdateTable. */
  public UpdateTableOutput update(UpdateTableInput in, Call call) {
    TableAddress address = TableAddress.of(in.tableName(), call);
    checkSomething(in);
    if (in.globalTableSettingsReplicationMode() != null) {
      throw DynamoErrors.validation(
          "Nephele has no global tables of several accounts: GlobalTableSettingsReplicationMode"
              + " cannot be given.");
    }
    if (in.replicaUpdates() != null
        || in.globalTableWitnessUpdates() != null
        || in.multiRegionConsistency() != null) {
      return new UpdateTableOutput()
          .tableDescription(descriptions.of(replicas.update(in, call), TableDescriptions.UPDATING));
    }
    catalog.require(in.tableName(), call);
    boolean encrypts = in.sseSpecification() != null;
    Encryption.Chosen key =
        encrypts ? encryption.choose(in.sseSpecification(), address, call) : null;
    TableDefinition updated =
        world
            .store()
            .write(
                transaction -> {
                  TableDefinition table = catalog.require(transaction, address);
                  TableRow changed = changed(transaction, table, in);
                  if (encrypts) {
                    changed = changed.with(changed.settings().withKey(key.arn(), key.tableKey()));
                    transaction.afterCommit(() -> encryption.release(table));
                  }
                  TableDefinition after = catalog.put(transaction, changed);
                  for (Change action : whenChanged) {
                    action.changed(transaction, table, after);
                  }
                  if (in.globalSecondaryIndexUpdates() != null) {
                    backfill.accept(transaction, after);
                  }
                  return after;
                });
    return new UpdateTableOutput()
        .tableDescription(descriptions.of(updated, TableDescriptions.UPDATING));
  }

  /** Enables the stream of a table that has none. */
  public TableDefinition enableStream(
      Transaction transaction, TableDefinition table, StreamSpecification stream) {
    StreamSettings changed = StreamRules.changed(stream, table.row().stream(), world.clock().now());
    TableDefinition after = catalog.put(transaction, table.row().with(changed));
    for (Change action : whenChanged) {
      action.changed(transaction, table, after);
    }
    return after;
  }

  private static void checkSomething(UpdateTableInput in) {
    boolean nothing =
        in.billingMode() == null
            && in.provisionedThroughput() == null
            && isEmpty(in.globalSecondaryIndexUpdates())
            && in.streamSpecification() == null
            && in.sseSpecification() == null
            && in.replicaUpdates() == null
            && in.globalTableWitnessUpdates() == null
            && in.multiRegionConsistency() == null
            && in.tableClass() == null
            && in.deletionProtectionEnabled() == null
            && in.onDemandThroughput() == null
            && in.warmThroughput() == null;
    if (nothing) {
      throw DynamoErrors.validation(
          "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
              + " GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
    }
  }

  private static boolean isEmpty(List<GlobalSecondaryIndexUpdate> updates) {
    return updates == null || updates.isEmpty();
  }

  private TableRow changed(Transaction transaction, TableDefinition table, UpdateTableInput in) {
    long now = world.clock().millis();
    TableRow row = BillingUpdates.apply(table.row(), in, now);
    if (!isEmpty(in.globalSecondaryIndexUpdates())) {
      row = indexes.apply(transaction, table, row, in, now);
    } else if (in.attributeDefinitions() != null) {
      checkKnown(in.attributeDefinitions(), row);
    }
    row = ReplicaOverrides.kept(row);
    if (in.streamSpecification() != null) {
      if (!row.replicas().isEmpty()) {
        throw DynamoErrors.validation(
            "The stream of a replica of a global table cannot be changed.");
      }
      row =
          row.with(
              StreamRules.changed(in.streamSpecification(), row.stream(), world.clock().now()));
    }
    if (in.deletionProtectionEnabled() != null) {
      row = row.with(row.settings().withDeletionProtected(in.deletionProtectionEnabled()));
    }
    if (in.tableClass() != null) {
      row = row.with(row.settings().withClass(in.tableClass(), now));
    }
    return row;
  }

  private static void checkKnown(List<AttributeDefinition> definitions, TableRow row) {
    for (AttributeDefinition definition : definitions) {
      String type = row.attributes().get(definition.attributeName());
      if (!definition.attributeType().equals(type)) {
        throw DynamoErrors.invalidParameter(
            "Some AttributeDefinitions are not used. AttributeDefinitions: ["
                + definition.attributeName()
                + "], keys used: "
                + row.attributes().keySet());
      }
    }
  }
}
