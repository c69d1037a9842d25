package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.GlobalSecondaryIndexWarmThroughputDescription;
import io.nephele.api.dynamodb.GlobalTableWitnessDescription;
import io.nephele.api.dynamodb.OnDemandThroughputOverride;
import io.nephele.api.dynamodb.ProvisionedThroughputOverride;
import io.nephele.api.dynamodb.ReplicaDescription;
import io.nephele.api.dynamodb.ReplicaGlobalSecondaryIndexDescription;
import io.nephele.api.dynamodb.TableClassSummary;
import io.nephele.api.dynamodb.TableDescription;
import io.nephele.api.dynamodb.TableWarmThroughputDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Replicas of global tables as the API describes them. */
public final class ReplicaDescriptions {
  private final TableCatalog catalog;

  /** Descriptions of that catalog's tables. */
  public ReplicaDescriptions(TableCatalog catalog) {
    this.catalog = catalog;
  }

  /** What a table's description says of the global table. Not inside a transaction. */
  void describe(TableRow row, TableDescription out) {
    ReplicaSettings settings = row.settings().ofReplica();
    if (settings.isOlder()) {
      out.globalTableVersion("2017.11.29");
      return;
    }
    if (row.replicas().isEmpty()) {
      return;
    }
    out.globalTableVersion("2019.11.21").replicas(replicas(row));
    if (settings.strong()) {
      out.multiRegionConsistency("STRONG");
    }
    if (settings.witness() != null) {
      out.globalTableWitnesses(
          List.of(
              new GlobalTableWitnessDescription()
                  .regionName(settings.witness())
                  .witnessStatus(TableDescriptions.ACTIVE)));
    }
  }

  private List<ReplicaDescription> replicas(TableRow row) {
    List<ReplicaDescription> replicas = new ArrayList<>();
    for (String region : row.replicas()) {
      TableDefinition replica =
          catalog.find(new TableAddress(row.partition(), row.accountId(), region, row.name()));
      if (replica != null) {
        replicas.add(of(replica));
      }
    }
    return replicas;
  }

  /** A replica. */
  public static ReplicaDescription of(TableDefinition replica) {
    TableRow row = replica.row();
    ReplicaSettings own = row.settings().ofReplica();
    TableKey key = row.settings().tableKey();
    boolean inaccessible = key != null && key.inaccessibleSince() > 0;
    ReplicaDescription out =
        new ReplicaDescription()
            .regionName(row.region())
            .replicaStatus(
                inaccessible ? "INACCESSIBLE_ENCRYPTION_CREDENTIALS" : TableDescriptions.ACTIVE)
            .replicaArn(replica.arn())
            .kmsMasterKeyId(row.settings().kmsKeyArn())
            .provisionedThroughputOverride(throughput(own.read()))
            .onDemandThroughputOverride(maximum(own.maxRead()))
            .warmThroughput(
                new TableWarmThroughputDescription()
                    .readUnitsPerSecond(BillingRules.warmRead(row.billing()))
                    .writeUnitsPerSecond(BillingRules.warmWrite(row.billing()))
                    .status(TableDescriptions.ACTIVE))
            .globalSecondaryIndexes(indexes(row, own));
    if (inaccessible) {
      out.replicaInaccessibleDateTime(Instant.ofEpochMilli(key.inaccessibleSince()));
    }
    if (row.settings().tableClass() != null) {
      out.replicaTableClassSummary(classOf(row));
    }
    return out;
  }

  /** The table class of a table of which one was named. */
  public static TableClassSummary classOf(TableRow row) {
    long changedAt = row.settings().classChangedAt();
    return new TableClassSummary()
        .tableClass(row.settings().tableClass())
        .lastUpdateDateTime(changedAt == 0 ? null : Instant.ofEpochMilli(changedAt));
  }

  private static List<ReplicaGlobalSecondaryIndexDescription> indexes(
      TableRow row, ReplicaSettings own) {
    List<ReplicaGlobalSecondaryIndexDescription> indexes = new ArrayList<>();
    for (IndexRow index : row.indexes()) {
      if (index.global()) {
        indexes.add(
            new ReplicaGlobalSecondaryIndexDescription()
                .indexName(index.name())
                .provisionedThroughputOverride(throughput(own.indexReads().get(index.name())))
                .onDemandThroughputOverride(maximum(own.indexMaxReads().get(index.name())))
                .warmThroughput(
                    new GlobalSecondaryIndexWarmThroughputDescription()
                        .readUnitsPerSecond(BillingRules.warmRead(index.billing()))
                        .writeUnitsPerSecond(BillingRules.warmWrite(index.billing()))
                        .status(TableDescriptions.ACTIVE)));
      }
    }
    return indexes.isEmpty() ? null : indexes;
  }

  private static ProvisionedThroughputOverride throughput(Long read) {
    return read == null ? null : new ProvisionedThroughputOverride().readCapacityUnits(read);
  }

  private static OnDemandThroughputOverride maximum(Long read) {
    return read == null ? null : new OnDemandThroughputOverride().maxReadRequestUnits(read);
  }
}
