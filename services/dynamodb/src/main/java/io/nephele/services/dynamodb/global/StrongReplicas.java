package io.nephele.services.dynamodb.global;

import io.nephele.api.dynamodb.GlobalTableWitnessGroupUpdate;
import io.nephele.api.dynamodb.ReplicationGroupUpdate;
import io.nephele.api.dynamodb.UpdateTableInput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Transaction;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.ReplicaSettings;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Global tables of multi-Region strong consistency (MRSC): three replicas, or two and a witness,
 * which has no items. As all replicas change in one transaction, a consistent read of any of them
 * sees the last write.
 */
final class StrongReplicas {
  private static final String STRONG = "STRONG";
  private static final int MEMBERS = 3;

  /** Members are all of one of these. */
  private static final List<Set<String>> REGION_SETS =
      List.of(
          Set.of("us-east-1", "us-east-2", "us-west-2"),
          Set.of("eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"),
          Set.of("ap-northeast-1", "ap-northeast-2", "ap-northeast-3"));

  private final World world;
  private final TableCatalog catalog;
  private final ReplicaCreation creation;
  private final Replicas replicas;

  StrongReplicas(World world, TableCatalog catalog, ReplicaCreation creation, Replicas replicas) {
    this.world = world;
    this.catalog = catalog;
    this.creation = creation;
    this.replicas = replicas;
  }

  /** Whether a request is about such a global table. */
  static boolean concerns(UpdateTableInput in, TableDefinition table) {
    return STRONG.equals(in.multiRegionConsistency())
        || table.row().settings().ofReplica().strong();
  }

  /** Makes a table such a global table, or alone again. */
  TableDefinition update(UpdateTableInput in, TableDefinition table, Call call) {
    List<String> deleted = new ArrayList<>();
    List<String> created = new ArrayList<>();
    if (in.replicaUpdates() != null) {
      for (ReplicationGroupUpdate update : in.replicaUpdates()) {
        if (update.update() != null) {
          throw DynamoErrors.invalidParameter(
              "Replicas of a table with multi-Region strong consistency are updated in their own"
                  + " Region");
        }
        if (update.create() != null) {
          created.add(update.create().regionName());
        } else {
          deleted.add(update.delete().regionName());
        }
      }
    }
    String newWitness = null;
    String oldWitness = null;
    if (in.globalTableWitnessUpdates() != null) {
      for (GlobalTableWitnessGroupUpdate update : in.globalTableWitnessUpdates()) {
        if (update.create() != null) {
          newWitness = update.create().regionName();
        }
        if (update.delete() != null) {
          oldWitness = update.delete().regionName();
        }
      }
    }
    if (!table.row().settings().ofReplica().strong()) {
      if (!deleted.isEmpty() || oldWitness != null) {
        throw DynamoErrors.invalidParameter(
            "A table can be given multi-Region strong consistency only together with new"
                + " replicas");
      }
      return create(in, table, created, newWitness, call);
    }
    if (!created.isEmpty() || newWitness != null) {
      throw DynamoErrors.invalidParameter(
          "A table with multi-Region strong consistency has three members, and none can be added");
    }
    return delete(table.address(), deleted, oldWitness);
  }

  private TableDefinition create(
      UpdateTableInput in, TableDefinition table, List<String> created, String witness, Call call) {
    List<String> members = new ArrayList<>(created);
    members.add(table.row().region());
    if (witness != null) {
      members.add(witness);
    }
    if (created.isEmpty() || members.size() != MEMBERS || Set.copyOf(members).size() != MEMBERS) {
      throw DynamoErrors.invalidParameter(
          "A table with multi-Region strong consistency must have three replicas, or two replicas"
              + " and a witness");
    }
    for (String member : members) {
      Replicas.checkRegion(member, call);
    }
    if (REGION_SETS.stream().noneMatch(set -> set.containsAll(members))) {
      throw DynamoErrors.invalidParameter(
          "The Regions of a table with multi-Region strong consistency must be of one Region set: "
              + String.join(", ", members));
    }
    List<ReplicaCreation.Wanted> wanted = new ArrayList<>();
    for (ReplicationGroupUpdate update : in.replicaUpdates()) {
      wanted.add(replicas.wanted(table, update.create(), call));
    }
    return world
        .store()
        .write(
            transaction -> {
              TableDefinition current = catalog.require(transaction, table.address());
              checkFit(transaction, current);
              ReplicaSettings settings = current.row().settings().ofReplica().asStrong(witness);
              catalog.put(transaction, current.row().with(current.row().settings().with(settings)));
              TableDefinition made = current;
              for (ReplicaCreation.Wanted each : wanted) {
                made = creation.create(transaction, table.address(), each);
              }
              return made;
            });
  }

  private static void checkFit(Transaction transaction, TableDefinition table) {
    if (!table.row().replicas().isEmpty()) {
      throw DynamoErrors.invalidParameter(
          "The consistency of a global table cannot be changed: " + table.name());
    }
    if (table.hasLocalIndex()) {
      throw DynamoErrors.invalidParameter(
          "A table with multi-Region strong consistency cannot have local secondary indexes");
    }
    if (table.expiryAttribute() != null) {
      throw DynamoErrors.invalidParameter(
          "A table with multi-Region strong consistency cannot have Time to Live");
    }
    if (ItemStore.ITEMS
        .scan(transaction, KeyRange.prefix(table.items()), Direction.FORWARD)
        .hasNext()) {
      throw DynamoErrors.invalidParameter(
          "A table must be empty to be given multi-Region strong consistency");
    }
  }

  private TableDefinition delete(TableAddress address, List<String> deleted, String witness) {
    return world
        .store()
        .write(
            transaction -> {
              TableDefinition table = catalog.require(transaction, address);
              ReplicaSettings settings = table.row().settings().ofReplica();
              boolean all =
                  Set.copyOf(deleted).equals(Set.copyOf(table.row().replicas()))
                      && (witness == null
                          ? settings.witness() == null
                          : witness.equals(settings.witness()));
              if (!all) {
                throw DynamoErrors.invalidParameter(
                    "All other members of a table with multi-Region strong consistency must be"
                        + " deleted in the same request");
              }
              for (String region : deleted) {
                replicas.delete(transaction, address, region);
              }
              TableDefinition left = catalog.require(transaction, address);
              return catalog.put(
                  transaction, left.row().with(left.row().settings().with(ReplicaSettings.NONE)));
            });
  }
}
