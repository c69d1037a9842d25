package io.nephele.services.dynamodb.backups;

import io.nephele.api.dynamodb.BackupDescription;
import io.nephele.api.dynamodb.BackupDetails;
import io.nephele.api.dynamodb.GlobalSecondaryIndexInfo;
import io.nephele.api.dynamodb.LocalSecondaryIndexInfo;
import io.nephele.api.dynamodb.ProvisionedThroughput;
import io.nephele.api.dynamodb.SSEDescription;
import io.nephele.api.dynamodb.SourceTableDetails;
import io.nephele.api.dynamodb.SourceTableFeatureDetails;
import io.nephele.api.dynamodb.StreamSpecification;
import io.nephele.api.dynamodb.TimeToLiveDescription;
import io.nephele.services.dynamodb.tables.IndexRow;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableDescriptions;
import io.nephele.services.dynamodb.tables.TableRow;
import io.nephele.services.dynamodb.tables.Throughput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Backups as the API describes them, with the tables that they are of. */
final class BackupDescriptions {
  private BackupDescriptions() {}

  static BackupDescription of(BackupRow row, BackupDetails details) {
    TableRow table = row.table();
    SourceTableDetails source =
        new SourceTableDetails()
            .tableName(table.name())
            .tableId(table.id())
            .tableArn(new TableDefinition(table).arn())
            .tableSizeBytes(row.bytes())
            .itemCount(row.itemCount())
            .keySchema(
                TableDescriptions.schema(
                    List.of(table.hash()),
                    table.range() == null ? List.of() : List.of(table.range())))
            .tableCreationDateTime(Instant.ofEpochMilli(table.createdAt()))
            .provisionedThroughput(throughput(table.billing().throughput()))
            .billingMode(table.billing().onDemand() ? "PAY_PER_REQUEST" : "PROVISIONED");
    return new BackupDescription()
        .backupDetails(details)
        .sourceTableDetails(source)
        .sourceTableFeatureDetails(features(table));
  }

  private static SourceTableFeatureDetails features(TableRow table) {
    List<LocalSecondaryIndexInfo> locals = new ArrayList<>();
    List<GlobalSecondaryIndexInfo> globals = new ArrayList<>();
    for (IndexRow index : table.indexes()) {
      if (index.global()) {
        globals.add(
            new GlobalSecondaryIndexInfo()
                .indexName(index.name())
                .keySchema(TableDescriptions.schema(index.hash(), index.range()))
                .projection(TableDescriptions.projection(index))
                .provisionedThroughput(throughput(index.billing().throughput())));
      } else {
        locals.add(
            new LocalSecondaryIndexInfo()
                .indexName(index.name())
                .keySchema(TableDescriptions.schema(index.hash(), index.range()))
                .projection(TableDescriptions.projection(index)));
      }
    }
    SourceTableFeatureDetails out =
        new SourceTableFeatureDetails()
            .localSecondaryIndexes(locals.isEmpty() ? null : locals)
            .globalSecondaryIndexes(globals.isEmpty() ? null : globals);
    if (table.stream() != null && table.stream().enabled()) {
      out.streamDescription(
          new StreamSpecification().streamEnabled(true).streamViewType(table.stream().viewType()));
    }
    if (table.timeToLive() != null && table.timeToLive().enabled()) {
      out.timeToLiveDescription(
          new TimeToLiveDescription()
              .timeToLiveStatus("ENABLED")
              .attributeName(table.timeToLive().attribute()));
    }
    if (table.settings().kmsKeyArn() != null) {
      out.sseDescription(
          new SSEDescription()
              .status("ENABLED")
              .sseType("KMS")
              .kmsMasterKeyArn(table.settings().kmsKeyArn()));
    }
    return out;
  }

  private static ProvisionedThroughput throughput(Throughput throughput) {
    return new ProvisionedThroughput()
        .readCapacityUnits(throughput.read())
        .writeCapacityUnits(throughput.write());
  }
}
