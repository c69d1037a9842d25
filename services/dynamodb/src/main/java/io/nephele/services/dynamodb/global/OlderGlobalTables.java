package io.nephele.services.dynamodb.global;

import io.nephele.api.dynamodb.CreateGlobalTableInput;
import io.nephele.api.dynamodb.CreateGlobalTableOutput;
import io.nephele.api.dynamodb.DescribeGlobalTableInput;
import io.nephele.api.dynamodb.DescribeGlobalTableOutput;
import io.nephele.api.dynamodb.GlobalTable;
import io.nephele.api.dynamodb.GlobalTableAlreadyExistsException;
import io.nephele.api.dynamodb.GlobalTableDescription;
import io.nephele.api.dynamodb.GlobalTableNotFoundException;
import io.nephele.api.dynamodb.ListGlobalTablesInput;
import io.nephele.api.dynamodb.ListGlobalTablesOutput;
import io.nephele.api.dynamodb.Replica;
import io.nephele.api.dynamodb.ReplicaAlreadyExistsException;
import io.nephele.api.dynamodb.ReplicaDescription;
import io.nephele.api.dynamodb.ReplicaNotFoundException;
import io.nephele.api.dynamodb.ReplicaUpdate;
import io.nephele.api.dynamodb.TableNotFoundException;
import io.nephele.api.dynamodb.UpdateGlobalTableInput;
import io.nephele.api.dynamodb.UpdateGlobalTableOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.ReplicaSettings;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableDescriptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Global tables of version 2017.11.29: tables that are there in several regions, empty and alike,
 * and become replicas of each other. Each keeps its own settings.
 */
public final class OlderGlobalTables {
  private static final int PAGE = 100;
  private static final String BOTH_IMAGES = "NEW_AND_OLD_IMAGES";

  private final World world;
  private final TableCatalog catalog;

  /** Those of that catalog's tables. */
  public OlderGlobalTables(World world, TableCatalog catalog) {
    this.world = world;
    this.catalog = catalog;
  }

  /** Answers CreateGlobalTable. */
  public CreateGlobalTableOutput create(CreateGlobalTableInput in, Call call) {
    TableAddress address = TableAddress.of(in.globalTableName(), call);
    Set<String> regions = new LinkedHashSet<>();
    for (Replica replica : in.replicationGroup()) {
      if (replica.regionName() == null || !regions.add(replica.regionName())) {
        throw DynamoErrors.validation(
            "ReplicationGroup must name each Region once: " + replica.regionName());
      }
      Replicas.checkRegion(replica.regionName(), call);
    }
    if (regions.isEmpty()) {
      throw DynamoErrors.validation("ReplicationGroup must not be empty");
    }
    TableDefinition made =
        world
            .store()
            .write(
                transaction -> {
                  List<TableDefinition> members = new ArrayList<>();
                  for (String region : regions) {
                    members.add(candidate(transaction, address, region, members));
                  }
                  link(transaction, members, world.clock().millis());
                  return catalog.find(
                      transaction, Replication.in(regions.iterator().next(), address));
                });
    return new CreateGlobalTableOutput().globalTableDescription(describe(made, "CREATING"));
  }

  /** A table that is to become a replica of those; an error to the caller if it cannot. */
  private TableDefinition candidate(
      Transaction transaction, TableAddress address, String region, List<TableDefinition> others) {
    TableDefinition table = catalog.find(transaction, Replication.in(region, address));
    if (table == null) {
      throw new TableNotFoundException(
          "Table not found: " + address.name() + " in Region " + region);
    }
    if (table.row().settings().ofReplica().isOlder()) {
      throw new GlobalTableAlreadyExistsException(
          "Global table with name: '" + address.name() + "' already exists.");
    }
    if (!table.row().replicas().isEmpty()) {
      throw DynamoErrors.validation(
          "Table "
              + address.name()
              + " in Region "
              + region
              + " is a replica of a global table of version 2019.11.21");
    }
    if (table.stream() == null || !table.stream().viewType().equals(BOTH_IMAGES)) {
      throw DynamoErrors.validation(
          "Table "
              + address.name()
              + " in Region "
              + region
              + " must have DynamoDB Streams enabled with view type NEW_AND_OLD_IMAGES");
    }
    if (ItemStore.ITEMS
        .scan(transaction, KeyRange.prefix(table.items()), Direction.FORWARD)
        .hasNext()) {
      throw DynamoErrors.validation(
          "Table " + address.name() + " in Region " + region + " must be empty");
    }
    for (TableDefinition other : others) {
      checkAlike(other, table);
    }
    return table;
  }

  private static void checkAlike(TableDefinition one, TableDefinition other) {
    boolean keys = one.hash().equals(other.hash()) && equal(one.range(), other.range());
    if (!keys) {
      throw different("key schema", one, other);
    }
    if (!indexes(one).equals(indexes(other))) {
      throw different("global secondary indexes", one, other);
    }
    boolean billing =
        one.row().billing().onDemand() == other.row().billing().onDemand()
            && one.row().billing().throughput().write()
                == other.row().billing().throughput().write();
    if (!billing) {
      throw different("billing mode and write capacity", one, other);
    }
  }

  private static boolean equal(Object one, Object other) {
    return one == null ? other == null : one.equals(other);
  }

  /** What global indexes of replicas have to have in common. */
  private static Set<List<Object>> indexes(TableDefinition table) {
    Set<List<Object>> indexes = new LinkedHashSet<>();
    table.row().indexes().stream()
        .filter(index -> index.global())
        .forEach(index -> indexes.add(List.of(index.name(), index.hash(), index.range())));
    return indexes;
  }

  private static AwsException different(String what, TableDefinition one, TableDefinition other) {
    return DynamoErrors.validation(
        "Tables "
            + one.name()
            + " in Regions "
            + one.row().region()
            + " and "
            + other.row().region()
            + " must have the same "
            + what);
  }

  /** Makes tables the replicas of a global table that was created then. */
  private void link(Transaction transaction, List<TableDefinition> members, long createdAt) {
    for (TableDefinition member : members) {
      List<String> others = new ArrayList<>();
      for (TableDefinition other : members) {
        if (other != member) {
          others.add(other.row().region());
        }
      }
      catalog.put(
          transaction,
          member
              .row()
              .withReplicas(List.copyOf(others))
              .with(member.row().settings().with(ReplicaSettings.older(createdAt))));
    }
  }

  /** Answers DescribeGlobalTable. */
  public DescribeGlobalTableOutput describe(DescribeGlobalTableInput in, Call call) {
    TableDefinition member = require(in.globalTableName(), call);
    return new DescribeGlobalTableOutput()
        .globalTableDescription(describe(member, TableDescriptions.ACTIVE));
  }

  private TableDefinition require(String name, Call call) {
    TableAddress address = TableAddress.of(name, call);
    return world.store().read(reader -> require(reader, address));
  }

  /**
   * The replica at that address of a global table.
   *
   * @throws AwsException if there is none
   */
  TableDefinition require(Reader reader, TableAddress address) {
    TableDefinition table = catalog.find(reader, address);
    if (table == null || !table.row().settings().ofReplica().isOlder()) {
      throw new GlobalTableNotFoundException(
          "Global table not found: Global table with name: '"
              + address.name()
              + "' does not exist.");
    }
    return table;
  }

  /** The replicas of a global table, of which that is one, in the order of their regions. */
  List<TableDefinition> members(Reader reader, TableDefinition member) {
    List<String> regions = new ArrayList<>(member.row().replicas());
    regions.add(member.row().region());
    regions.sort(null);
    List<TableDefinition> members = new ArrayList<>();
    for (String region : regions) {
      members.add(catalog.require(reader, Replication.in(region, member.address())));
    }
    return members;
  }

  private GlobalTableDescription describe(TableDefinition member, String status) {
    List<ReplicaDescription> replicas = new ArrayList<>();
    for (TableDefinition each : world.store().read(reader -> members(reader, member))) {
      replicas.add(
          new ReplicaDescription()
              .regionName(each.row().region())
              .replicaStatus(TableDescriptions.ACTIVE));
    }
    TableAddress address = member.address();
    return new GlobalTableDescription()
        .replicationGroup(replicas)
        .globalTableArn(
            "arn:"
                + address.partition()
                + ":dynamodb::"
                + address.accountId()
                + ":global-table/"
                + address.name())
        .creationDateTime(Instant.ofEpochMilli(member.row().settings().ofReplica().olderSince()))
        .globalTableStatus(status)
        .globalTableName(address.name());
  }

  /** Answers UpdateGlobalTable. */
  public UpdateGlobalTableOutput update(UpdateGlobalTableInput in, Call call) {
    TableAddress address = TableAddress.of(in.globalTableName(), call);
    TableDefinition left =
        world
            .store()
            .write(
                transaction -> {
                  TableDefinition member = require(transaction, address);
                  long createdAt = member.row().settings().ofReplica().olderSince();
                  List<TableDefinition> members = members(transaction, member);
                  for (ReplicaUpdate update : in.replicaUpdates()) {
                    apply(transaction, address, members, update, call);
                  }
                  link(transaction, members, createdAt);
                  return members.isEmpty()
                      ? member
                      : catalog.find(transaction, members.getFirst().address());
                });
    return new UpdateGlobalTableOutput().globalTableDescription(describe(left, "UPDATING"));
  }

  private void apply(
      Transaction transaction,
      TableAddress address,
      List<TableDefinition> members,
      ReplicaUpdate update,
      Call call) {
    if ((update.create() == null) == (update.delete() == null)) {
      throw DynamoErrors.validation(
          "Exactly one of Create and Delete must be specified in a replica update");
    }
    String region =
        update.create() == null ? update.delete().regionName() : update.create().regionName();
    TableDefinition found = null;
    for (TableDefinition member : members) {
      found = member.row().region().equals(region) ? member : found;
    }
    if (update.create() != null) {
      Replicas.checkRegion(region, call);
      if (found != null) {
        throw new ReplicaAlreadyExistsException(
            "Replica already exists: " + address.name() + " in Region " + region);
      }
      members.add(candidate(transaction, address, region, members));
      return;
    }
    if (found == null) {
      throw new ReplicaNotFoundException(
          "Replica not found: " + address.name() + " in Region " + region);
    }
    members.remove(found);
    catalog.put(
        transaction,
        found
            .row()
            .withReplicas(List.of())
            .with(found.row().settings().with(ReplicaSettings.NONE)));
  }

  /** Answers ListGlobalTables: those that have a replica in the region that is called. */
  public ListGlobalTablesOutput list(ListGlobalTablesInput in, Call call) {
    int limit = in.limit() == null ? PAGE : in.limit();
    List<GlobalTable> found = new ArrayList<>();
    boolean more =
        world
            .store()
            .read(
                reader -> {
                  found.clear();
                  for (TableDefinition table :
                      catalog.list(
                          reader,
                          call.accountId(),
                          call.region().name(),
                          in.exclusiveStartGlobalTableName())) {
                    if (!isListed(table, in.regionName())) {
                      continue;
                    }
                    if (found.size() == limit) {
                      return true;
                    }
                    found.add(listed(reader, table));
                  }
                  return false;
                });
    return new ListGlobalTablesOutput()
        .globalTables(found)
        .lastEvaluatedGlobalTableName(more ? found.getLast().globalTableName() : null);
  }

  private static boolean isListed(TableDefinition table, String region) {
    return table.row().settings().ofReplica().isOlder()
        && (region == null
            || region.equals(table.row().region())
            || table.row().replicas().contains(region));
  }

  private GlobalTable listed(Reader reader, TableDefinition table) {
    List<Replica> replicas = new ArrayList<>();
    for (TableDefinition member : members(reader, table)) {
      replicas.add(new Replica().regionName(member.row().region()));
    }
    return new GlobalTable().globalTableName(table.name()).replicationGroup(replicas);
  }
}
