package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.LimitExceededException;
import io.nephele.api.dynamodb.ProvisionedThroughput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives tables and global indexes other provisioned capacity, as often as AWS allows it. */
public final class CapacityChanges {
  private CapacityChanges() {}

  /**
   * A table of which it, or one of its indexes, has other capacity. Read units of a replica are its
   * own from then on.
   *
   * @param index the index, or null for the table itself
   * @param read the read units a second, or null for those there are
   * @param write the write units a second, or null for those there are
   * @throws LimitExceededException if it was decreased too often, or cannot have so much
   */
  public static TableRow apply(TableRow row, String index, Long read, Long write, long now) {
    TableRow changed = changed(row, index, read, write, now);
    boolean shared = !row.replicas().isEmpty() && !row.settings().ofReplica().isOlder();
    return read != null && shared ? withOwnRead(changed, index, read) : changed;
  }

  private static TableRow changed(TableRow row, String index, Long read, Long write, long now) {
    if (index == null) {
      Billing billing = changed(row.billing(), read, write, now);
      BillingRules.checkMaximum(billing);
      return row.with(billing);
    }
    List<IndexRow> indexes = new ArrayList<>(row.indexes().size());
    for (IndexRow each : row.indexes()) {
      boolean wanted = each.global() && each.name().equals(index);
      Billing billing = wanted ? changed(each.billing(), read, write, now) : null;
      if (wanted) {
        BillingRules.checkMaximum(billing);
      }
      indexes.add(wanted ? each.with(billing) : each);
    }
    return row.withIndexes(row.attributes(), List.copyOf(indexes), row.nextIndex());
  }

  private static Billing changed(Billing billing, Long read, Long write, long now) {
    if (read == null && write == null) {
      return billing;
    }
    if (billing.onDemand()) {
      throw DynamoErrors.invalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
              + " PAY_PER_REQUEST");
    }
    Throughput last = billing.throughput();
    long nextRead = read == null ? last.read() : read;
    long nextWrite = write == null ? last.write() : write;
    if (nextRead == last.read() && nextWrite == last.write()) {
      return billing;
    }
    return billing.with(
        BillingUpdates.changed(
            last,
            new ProvisionedThroughput().readCapacityUnits(nextRead).writeCapacityUnits(nextWrite),
            now,
            "The provisioned throughput will not change."));
  }

  private static TableRow withOwnRead(TableRow row, String index, long read) {
    ReplicaSettings own = row.settings().ofReplica();
    if (index == null) {
      return row.with(row.settings().with(own.withReads(read, own.indexReads())));
    }
    Map<String, Long> reads = new HashMap<>(own.indexReads());
    reads.put(index, read);
    return row.with(row.settings().with(own.withReads(own.read(), Map.copyOf(reads))));
  }

  /** A table in on-demand mode from now on, or in provisioned mode with that write capacity. */
  public static TableRow mode(TableRow row, String mode, Long write, long now) {
    boolean onDemand = mode.equals("PAY_PER_REQUEST");
    if (onDemand == row.billing().onDemand()) {
      return row;
    }
    List<IndexRow> indexes = new ArrayList<>(row.indexes().size());
    for (IndexRow index : row.indexes()) {
      indexes.add(index.global() ? index.with(mode(index.billing(), onDemand, write, now)) : index);
    }
    return row.with(mode(row.billing(), onDemand, write, now))
        .withIndexes(row.attributes(), List.copyOf(indexes), row.nextIndex());
  }

  private static Billing mode(Billing last, boolean onDemand, Long write, long now) {
    if (onDemand) {
      return last.since(now);
    }
    if (write == null) {
      throw DynamoErrors.invalidParameter(
          "GlobalTableProvisionedWriteCapacityUnits must be specified when GlobalTableBillingMode"
              + " is PROVISIONED");
    }
    // AWS gives read capacity a start that covers what was used; who wants another one sets it.
    return new Billing(
        false,
        last.onDemandSince(),
        Throughput.of(write, write),
        null,
        null,
        last.warmRead(),
        last.warmWrite());
  }
}
