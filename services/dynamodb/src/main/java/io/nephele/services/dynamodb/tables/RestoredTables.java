package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.GlobalSecondaryIndex;
import io.nephele.api.dynamodb.KeySchemaElement;
import io.nephele.api.dynamodb.LocalSecondaryIndex;
import io.nephele.api.dynamodb.OnDemandThroughput;
import io.nephele.api.dynamodb.Projection;
import io.nephele.api.dynamodb.ProvisionedThroughput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tables become that are restored. */
public final class RestoredTables {
  private RestoredTables() {}

  /**
   * A table as it was, but with a name of its own, and without what is not restored: stream, time
   * to live, recovery, protection and replicas. What is null of the other parameters stays as it
   * was.
   *
   * @throws io.nephele.model.AwsException if an index was not there, or was another one
   */
  public static TableRow row(
      TableRow as,
      TableAddress address,
      String id,
      long now,
      String billingMode,
      List<GlobalSecondaryIndex> globals,
      List<LocalSecondaryIndex> locals,
      ProvisionedThroughput throughput,
      OnDemandThroughput maximum,
      Encryption.Chosen key) {
    Billing billing = billing(as.billing(), billingMode, throughput, maximum, now);
    List<IndexRow> indexes = new ArrayList<>();
    for (IndexRow index : as.indexes()) {
      IndexRow kept = index.global() ? global(index, globals, billing, now) : local(index, locals);
      if (kept != null) {
        indexes.add(kept.filled());
      }
    }
    checkKnown(as, globals, locals);
    return new TableRow(
        0,
        id,
        address.accountId(),
        address.region(),
        address.name(),
        address.partition(),
        now,
        types(as, indexes),
        as.hash(),
        as.range(),
        as.nextIndex(),
        List.copyOf(indexes),
        billing,
        null,
        null,
        Recovery.OFF,
        TableSettings.of(false, as.settings().tableClass(), key.arn(), key.tableKey()),
        List.of());
  }

  private static Billing billing(
      Billing was,
      String mode,
      ProvisionedThroughput throughput,
      OnDemandThroughput maximum,
      long now) {
    boolean onDemand = mode == null ? was.onDemand() : mode.equals("PAY_PER_REQUEST");
    if (onDemand && throughput != null) {
      throw DynamoErrors.invalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
              + " PAY_PER_REQUEST");
    }
    if (!onDemand && was.onDemand() && throughput == null) {
      throw DynamoErrors.invalidParameter(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    if (onDemand) {
      Billing billing = was.since(now);
      return maximum == null
          ? billing
          : billing.withMaximum(
              BillingRules.limit(maximum.maxReadRequestUnits(), "MaxReadRequestUnits"),
              BillingRules.limit(maximum.maxWriteRequestUnits(), "MaxWriteRequestUnits"));
    }
    if (maximum != null) {
      throw DynamoErrors.invalidParameter(
          "OnDemandThroughput can only be specified for a table when BillingMode is"
              + " PAY_PER_REQUEST");
    }
    Throughput next =
        throughput == null
            ? Throughput.of(was.throughput().read(), was.throughput().write())
            : BillingRules.checked(throughput);
    return new Billing(false, 0, next, null, null, null, null);
  }

  private static IndexRow global(
      IndexRow index, List<GlobalSecondaryIndex> asked, Billing table, long now) {
    GlobalSecondaryIndex found = null;
    if (asked != null) {
      for (GlobalSecondaryIndex each : asked) {
        found = each.indexName().equals(index.name()) ? each : found;
      }
      if (found == null) {
        return null;
      }
      checkSame(index, found.keySchema(), found.projection());
    }
    if (table.onDemand()) {
      return index.with(index.billing().since(now));
    }
    ProvisionedThroughput throughput = found == null ? null : found.provisionedThroughput();
    if (throughput == null && !index.billing().onDemand()) {
      return index;
    }
    Throughput next = throughput == null ? table.throughput() : BillingRules.checked(throughput);
    return index.with(new Billing(false, 0, next, null, null, null, null));
  }

  private static IndexRow local(IndexRow index, List<LocalSecondaryIndex> asked) {
    if (asked == null) {
      return index;
    }
    for (LocalSecondaryIndex each : asked) {
      if (each.indexName().equals(index.name())) {
        checkSame(index, each.keySchema(), each.projection());
        return index;
      }
    }
    return null;
  }

  private static void checkSame(
      IndexRow index, List<KeySchemaElement> schema, Projection projection) {
    boolean same =
        schema.equals(TableDescriptions.schema(index.hash(), index.range()))
            && index.projection().equals(projection.projectionType());
    if (!same) {
      throw unknown(index.name());
    }
  }

  private static void checkKnown(
      TableRow as, List<GlobalSecondaryIndex> globals, List<LocalSecondaryIndex> locals) {
    List<String> names = new ArrayList<>();
    if (globals != null) {
      globals.forEach(index -> names.add(index.indexName()));
    }
    if (locals != null) {
      locals.forEach(index -> names.add(index.indexName()));
    }
    for (IndexRow index : as.indexes()) {
      names.remove(index.name());
    }
    if (!names.isEmpty()) {
      throw unknown(names.getFirst());
    }
  }

  private static RuntimeException unknown(String index) {
    return DynamoErrors.invalidParameter(
        "Override indexes must match with the indexes of the source table. Index: " + index);
  }

  private static Map<String, String> types(TableRow as, List<IndexRow> indexes) {
    Map<String, String> types = new LinkedHashMap<>();
    as.attributes()
        .forEach(
            (name, type) -> {
              boolean used = name.equals(as.hash()) || name.equals(as.range());
              for (IndexRow index : indexes) {
                used |= index.hash().contains(name) || index.range().contains(name);
              }
              if (used) {
                types.put(name, type);
              }
            });
    return types;
  }
}
