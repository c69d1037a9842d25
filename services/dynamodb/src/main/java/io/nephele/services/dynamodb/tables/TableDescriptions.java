package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.AttributeDefinition;
import io.nephele.api.dynamodb.BillingModeSummary;
import io.nephele.api.dynamodb.GlobalSecondaryIndexDescription;
import io.nephele.api.dynamodb.GlobalSecondaryIndexWarmThroughputDescription;
import io.nephele.api.dynamodb.KeySchemaElement;
import io.nephele.api.dynamodb.LocalSecondaryIndexDescription;
import io.nephele.api.dynamodb.OnDemandThroughput;
import io.nephele.api.dynamodb.Projection;
import io.nephele.api.dynamodb.ProvisionedThroughputDescription;
import io.nephele.api.dynamodb.SSEDescription;
import io.nephele.api.dynamodb.StreamSpecification;
import io.nephele.api.dynamodb.TableDescription;
import io.nephele.api.dynamodb.TableWarmThroughputDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tables as the API describes them. */
public final class TableDescriptions {
  /** The state of a table that is there. */
  public static final String ACTIVE = "ACTIVE";

  /** The state of a table that was just created. */
  public static final String CREATING = "CREATING";

  /** The state of a table that was just changed. */
  public static final String UPDATING = "UPDATING";

  /** The state of a table that was just deleted. */
  public static final String DELETING = "DELETING";

  private static final String INACCESSIBLE = "INACCESSIBLE_ENCRYPTION_CREDENTIALS";

  private final TableSizes sizes;
  private final ReplicaDescriptions replicas;

  /** Descriptions with those sizes and replicas. */
  public TableDescriptions(TableSizes sizes, ReplicaDescriptions replicas) {
    this.sizes = sizes;
    this.replicas = replicas;
  }

  /** A table in that state. */
  public TableDescription of(TableDefinition table, String status) {
    TableRow row = table.row();
    boolean counted = !status.equals(CREATING) && !status.equals(DELETING);
    TableSizes.Size size = counted ? sizes.of(table, null) : TableSizes.NOTHING;
    TableDescription out =
        new TableDescription()
            .attributeDefinitions(definitions(row.attributes()))
            .tableName(row.name())
            .keySchema(
                schema(List.of(row.hash()), row.range() == null ? List.of() : List.of(row.range())))
            .tableStatus(inaccessible(row) && status.equals(ACTIVE) ? INACCESSIBLE : status)
            .creationDateTime(Instant.ofEpochMilli(row.createdAt()))
            .provisionedThroughput(throughput(row.billing().throughput()))
            .tableSizeBytes(size.bytes())
            .itemCount(size.items())
            .tableArn(table.arn())
            .tableId(row.id())
            .deletionProtectionEnabled(row.settings().deletionProtected());
    billing(row, out);
    stream(table, out);
    settings(row, out);
    indexes(table, status, counted, out);
    replicas.describe(row, out);
    return out;
  }

  private static boolean inaccessible(TableRow row) {
    return row.settings().tableKey() != null && row.settings().tableKey().inaccessibleSince() > 0;
  }

  private static void billing(TableRow row, TableDescription out) {
    Billing billing = row.billing();
    if (billing.onDemandSince() != 0) {
      out.billingModeSummary(
          new BillingModeSummary()
              .billingMode(billing.onDemand() ? "PAY_PER_REQUEST" : "PROVISIONED")
              .lastUpdateToPayPerRequestDateTime(Instant.ofEpochMilli(billing.onDemandSince())));
    }
    out.onDemandThroughput(maximum(billing));
    out.warmThroughput(
        new TableWarmThroughputDescription()
            .readUnitsPerSecond(BillingRules.warmRead(billing))
            .writeUnitsPerSecond(BillingRules.warmWrite(billing))
            .status(ACTIVE));
  }

  private static void stream(TableDefinition table, TableDescription out) {
    StreamSettings stream = table.row().stream();
    if (stream == null) {
      return;
    }
    if (stream.enabled()) {
      out.streamSpecification(
          new StreamSpecification().streamEnabled(true).streamViewType(stream.viewType()));
    }
    out.latestStreamLabel(stream.label());
    out.latestStreamArn(table.arn() + "/stream/" + stream.label());
  }

  private static void settings(TableRow row, TableDescription out) {
    TableSettings settings = row.settings();
    if (settings.tableClass() != null) {
      out.tableClassSummary(ReplicaDescriptions.classOf(row));
    }
    TableKey key = settings.tableKey();
    if (settings.kmsKeyArn() != null) {
      out.sseDescription(
          new SSEDescription()
              .status("ENABLED")
              .sseType("KMS")
              .kmsMasterKeyArn(settings.kmsKeyArn())
              .inaccessibleEncryptionDateTime(
                  key == null || key.inaccessibleSince() == 0
                      ? null
                      : Instant.ofEpochMilli(key.inaccessibleSince())));
    }
  }

  private void indexes(
      TableDefinition table, String status, boolean counted, TableDescription out) {
    List<LocalSecondaryIndexDescription> locals = new ArrayList<>();
    List<GlobalSecondaryIndexDescription> globals = new ArrayList<>();
    for (IndexDefinition index : table.indexes()) {
      TableSizes.Size size = counted ? sizes.of(table, index) : TableSizes.NOTHING;
      if (index.isGlobal()) {
        globals.add(global(table, index, size, status));
      } else {
        locals.add(
            new LocalSecondaryIndexDescription()
                .indexName(index.name())
                .keySchema(schema(index.row().hash(), index.row().range()))
                .projection(projection(index.row()))
                .indexSizeBytes(size.bytes())
                .itemCount(size.items())
                .indexArn(table.arn() + "/index/" + index.name()));
      }
    }
    out.localSecondaryIndexes(locals.isEmpty() ? null : locals);
    out.globalSecondaryIndexes(globals.isEmpty() ? null : globals);
  }

  private static GlobalSecondaryIndexDescription global(
      TableDefinition table, IndexDefinition index, TableSizes.Size size, String status) {
    IndexRow row = index.row();
    boolean creating = row.backfilling() || status.equals(CREATING);
    return new GlobalSecondaryIndexDescription()
        .indexName(row.name())
        .keySchema(schema(row.hash(), row.range()))
        .projection(projection(row))
        .indexStatus(creating ? CREATING : status.equals(DELETING) ? DELETING : ACTIVE)
        .backfilling(row.backfilling() ? Boolean.TRUE : null)
        .provisionedThroughput(throughput(row.billing().throughput()))
        .indexSizeBytes(size.bytes())
        .itemCount(size.items())
        .indexArn(table.arn() + "/index/" + row.name())
        .onDemandThroughput(maximum(row.billing()))
        .warmThroughput(
            new GlobalSecondaryIndexWarmThroughputDescription()
                .readUnitsPerSecond(BillingRules.warmRead(row.billing()))
                .writeUnitsPerSecond(BillingRules.warmWrite(row.billing()))
                .status(ACTIVE));
  }

  /** Limits of on-demand mode as the API shows them, or null if there are none. */
  static OnDemandThroughput maximum(Billing billing) {
    if (billing.maxRead() == null && billing.maxWrite() == null) {
      return null;
    }
    return new OnDemandThroughput()
        .maxReadRequestUnits(billing.maxRead() == null ? -1 : billing.maxRead())
        .maxWriteRequestUnits(billing.maxWrite() == null ? -1 : billing.maxWrite());
  }

  /** Throughput as the API shows it. */
  static ProvisionedThroughputDescription throughput(Throughput throughput) {
    return new ProvisionedThroughputDescription()
        .lastIncreaseDateTime(instant(throughput.increasedAt()))
        .lastDecreaseDateTime(instant(throughput.decreasedAt()))
        .numberOfDecreasesToday((long) throughput.decreases())
        .readCapacityUnits(throughput.read())
        .writeCapacityUnits(throughput.write());
  }

  private static Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  /** Attributes with their types as the API shows them. */
  static List<AttributeDefinition> definitions(Map<String, String> types) {
    List<AttributeDefinition> definitions = new ArrayList<>(types.size());
    types.forEach(
        (name, type) ->
            definitions.add(new AttributeDefinition().attributeName(name).attributeType(type)));
    return definitions;
  }

  /** A key as the API shows it. */
  public static List<KeySchemaElement> schema(List<String> hash, List<String> range) {
    List<KeySchemaElement> schema = new ArrayList<>(hash.size() + range.size());
    hash.forEach(name -> schema.add(new KeySchemaElement().attributeName(name).keyType("HASH")));
    range.forEach(name -> schema.add(new KeySchemaElement().attributeName(name).keyType("RANGE")));
    return schema;
  }

  /** A projection as the API shows it. */
  public static Projection projection(IndexRow index) {
    return new Projection()
        .projectionType(index.projection())
        .nonKeyAttributes(index.included().isEmpty() ? null : index.included());
  }
}
