package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.CreateReplicationGroupMemberAction;
import io.nephele.api.dynamodb.OnDemandThroughputOverride;
import io.nephele.api.dynamodb.ProvisionedThroughputOverride;
import io.nephele.api.dynamodb.ReplicaGlobalSecondaryIndex;
import io.nephele.api.dynamodb.UpdateReplicationGroupMemberAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a replica has in place of what all replicas have: read capacity and table class. */
public final class ReplicaOverrides {
  private ReplicaOverrides() {}

  /**
   * What a request gives a replica.
   *
   * @param throughput null for none
   * @param maximum null for none
   * @param indexes null for none
   * @param tableClass null for none
   */
  public record Asked(
      ProvisionedThroughputOverride throughput,
      OnDemandThroughputOverride maximum,
      List<ReplicaGlobalSecondaryIndex> indexes,
      String tableClass) {
    /** What a new replica is given. */
    public static Asked of(CreateReplicationGroupMemberAction action) {
      return new Asked(
          action.provisionedThroughputOverride(),
          action.onDemandThroughputOverride(),
          action.globalSecondaryIndexes(),
          action.tableClassOverride());
    }

    /** What a replica is given. */
    public static Asked of(UpdateReplicationGroupMemberAction action) {
      return new Asked(
          action.provisionedThroughputOverride(),
          action.onDemandThroughputOverride(),
          action.globalSecondaryIndexes(),
          action.tableClassOverride());
    }
  }

  /**
   * A replica with what it is given.
   *
   * @throws io.nephele.model.AwsException if it cannot have that
   */
  public static TableRow apply(TableRow row, Asked asked, long now) {
    ReplicaSettings last = row.settings().ofReplica();
    Billing billing = row.billing();
    Map<String, Long> reads = new HashMap<>(last.indexReads());
    Map<String, Long> maximums = new HashMap<>(last.indexMaxReads());
    if (asked.indexes != null) {
      for (ReplicaGlobalSecondaryIndex index : asked.indexes) {
        checkThere(row, index.indexName());
        Long read = read(index.provisionedThroughputOverride(), billing);
        Long maximum = maximum(index.onDemandThroughputOverride(), billing);
        reads.merge(index.indexName(), read == null ? 0 : read, ReplicaOverrides::given);
        maximums.merge(index.indexName(), maximum == null ? 0 : maximum, ReplicaOverrides::given);
      }
      reads.values().removeIf(read -> read == 0);
      maximums.values().removeIf(maximum -> maximum == 0);
    }
    Long read = read(asked.throughput, billing);
    Long maximum = maximum(asked.maximum, billing);
    ReplicaSettings settings =
        new ReplicaSettings(
            last.olderSince(),
            last.strong(),
            last.witness(),
            read == null ? last.read() : read,
            maximum == null ? last.maxRead() : maximum,
            Map.copyOf(reads),
            Map.copyOf(maximums),
            last.ownClass() || asked.tableClass != null);
    TableSettings with = row.settings().with(settings);
    return applied(
        row.with(asked.tableClass == null ? with : with.withClass(asked.tableClass, now)));
  }

  /** 0 leaves what there was. */
  private static Long given(Long last, Long next) {
    return next == 0 ? last : next;
  }

  private static void checkThere(TableRow row, String name) {
    for (IndexRow index : row.indexes()) {
      if (index.global() && index.name().equals(name)) {
        return;
      }
    }
    throw DynamoErrors.invalidParameter("The table does not have the specified index: " + name);
  }

  private static Long read(ProvisionedThroughputOverride given, Billing billing) {
    if (given == null || given.readCapacityUnits() == null) {
      return null;
    }
    if (billing.onDemand()) {
      throw DynamoErrors.invalidParameter(
          "ProvisionedThroughputOverride cannot be specified when BillingMode is PAY_PER_REQUEST");
    }
    if (given.readCapacityUnits() > BillingRules.TABLE_UNITS) {
      throw new io.nephele.api.dynamodb.LimitExceededException(
          "The requested throughput of "
              + given.readCapacityUnits()
              + " ReadCapacityUnits exceeds the maximum allowed for a table, which is "
              + BillingRules.TABLE_UNITS);
    }
    return given.readCapacityUnits();
  }

  private static Long maximum(OnDemandThroughputOverride given, Billing billing) {
    if (given == null || given.maxReadRequestUnits() == null) {
      return null;
    }
    if (!billing.onDemand()) {
      throw DynamoErrors.invalidParameter(
          "OnDemandThroughputOverride can only be specified when BillingMode is PAY_PER_REQUEST");
    }
    Long limit = BillingRules.limit(given.maxReadRequestUnits(), "MaxReadRequestUnits");
    return limit == null ? -1 : limit;
  }

  /** A replica as all are, with what is its own put in. */
  public static TableRow applied(TableRow row) {
    ReplicaSettings own = row.settings().ofReplica();
    List<IndexRow> indexes = new ArrayList<>(row.indexes().size());
    for (IndexRow index : row.indexes()) {
      indexes.add(
          index.global()
              ? index.with(
                  applied(
                      index.billing(),
                      own.indexReads().get(index.name()),
                      own.indexMaxReads().get(index.name())))
              : index);
    }
    return row.with(applied(row.billing(), own.read(), own.maxRead()))
        .withIndexes(row.attributes(), List.copyOf(indexes), row.nextIndex());
  }

  private static Billing applied(Billing all, Long read, Long maximum) {
    if (all.onDemand()) {
      return maximum == null
          ? all
          : all.withMaximum(maximum == -1 ? null : maximum, all.maxWrite());
    }
    Throughput last = all.throughput();
    return read == null
        ? all
        : all.with(
            new Throughput(
                read, last.write(), last.increasedAt(), last.decreasedAt(), last.decreases()));
  }

  /** A replica that was given other read units, which are its own if it had some of its own. */
  static TableRow kept(TableRow row) {
    ReplicaSettings own = row.settings().ofReplica();
    if (row.replicas().isEmpty() || row.billing().onDemand()) {
      return row;
    }
    Map<String, Long> reads = new HashMap<>(own.indexReads());
    for (IndexRow index : row.indexes()) {
      if (index.global()) {
        long read = index.billing().throughput().read();
        reads.computeIfPresent(index.name(), (name, last) -> read);
      }
    }
    Long read = own.read() == null ? null : (Long) row.billing().throughput().read();
    return row.with(row.settings().with(own.withReads(read, Map.copyOf(reads))));
  }

  /**
   * A replica after another one was changed: like that one, save for what either has of its own.
   */
  public static TableRow following(TableRow replica, TableRow changed) {
    ReplicaSettings theirs = changed.settings().ofReplica();
    Map<String, IndexRow> mine = new HashMap<>();
    replica.indexes().forEach(index -> mine.put(index.name(), index));
    List<IndexRow> indexes = new ArrayList<>(changed.indexes().size());
    for (IndexRow index : changed.indexes()) {
      IndexRow last = mine.get(index.name());
      boolean own = theirs.indexReads().containsKey(index.name());
      indexes.add(
          last != null && index.global() && own
              ? index.with(withReadOf(index.billing(), last.billing()))
              : index);
    }
    Billing billing =
        theirs.read() == null
            ? changed.billing()
            : withReadOf(changed.billing(), replica.billing());
    TableRow next =
        replica
            .withIndexes(changed.attributes(), List.copyOf(indexes), changed.nextIndex())
            .with(billing);
    return applied(next);
  }

  private static Billing withReadOf(Billing billing, Billing of) {
    if (billing.onDemand() || of.onDemand()) {
      return billing;
    }
    Throughput last = billing.throughput();
    return billing.with(
        new Throughput(
            of.throughput().read(),
            last.write(),
            last.increasedAt(),
            last.decreasedAt(),
            last.decreases()));
  }
}
