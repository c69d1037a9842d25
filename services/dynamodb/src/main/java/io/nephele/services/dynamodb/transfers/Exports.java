package io.nephele.services.dynamodb.transfers;

import io.nephele.api.dynamodb.DescribeExportInput;
import io.nephele.api.dynamodb.DescribeExportOutput;
import io.nephele.api.dynamodb.ExportDescription;
import io.nephele.api.dynamodb.ExportNotFoundException;
import io.nephele.api.dynamodb.ExportSummary;
import io.nephele.api.dynamodb.ExportTableToPointInTimeInput;
import io.nephele.api.dynamodb.ExportTableToPointInTimeOutput;
import io.nephele.api.dynamodb.IncrementalExportSpecification;
import io.nephele.api.dynamodb.InvalidExportTimeException;
import io.nephele.api.dynamodb.ListExportsInput;
import io.nephele.api.dynamodb.ListExportsOutput;
import io.nephele.api.dynamodb.TableNotFoundException;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.services.dynamodb.backups.Moments;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Exports of tables to S3, written while the caller waits. */
public final class Exports {
  private static final int PAGE = 25;

  private final World world;
  private final TableCatalog catalog;
  private final ExportFiles files;
  private final Table<ExportRow> rows = Table.of("dynamodb.exports", ExportRow.class);

  /** Exports of that catalog's tables. */
  public Exports(World world, TableCatalog catalog) {
    this.world = world;
    this.catalog = catalog;
    this.files = new ExportFiles(world);
  }

  /** Answers ExportTableToPointInTime. */
  public ExportTableToPointInTimeOutput export(ExportTableToPointInTimeInput in, Call call) {
    TableAddress address = TableAddress.ofArn(in.tableArn());
    if (address == null) {
      throw DynamoErrors.validation("Invalid TableArn: " + in.tableArn());
    }
    TableDefinition table = catalog.find(address);
    if (table == null) {
      throw new TableNotFoundException("Table not found: " + in.tableArn());
    }
    Moments.check(table);
    ExportRow asked = row(in, table);
    ExportRow done = files.write(asked, table, call);
    world
        .store()
        .write(
            transaction -> {
              rows.put(transaction, address.key().with(done.id()), done);
              return null;
            });
    return new ExportTableToPointInTimeOutput().exportDescription(describe(asked, "IN_PROGRESS"));
  }

  private ExportRow row(ExportTableToPointInTimeInput in, TableDefinition table) {
    long now = world.clock().millis();
    boolean incremental = "INCREMENTAL_EXPORT".equals(in.exportType());
    IncrementalExportSpecification since = in.incrementalExportSpecification();
    if (incremental != (since != null)) {
      throw DynamoErrors.invalidParameter(
          "IncrementalExportSpecification must be specified for INCREMENTAL_EXPORT, and only"
              + " then");
    }
    long from = 0;
    long time = in.exportTime() == null ? now : in.exportTime().toEpochMilli();
    if (incremental) {
      if (since.exportFromTime() == null || in.exportTime() != null) {
        throw DynamoErrors.invalidParameter(
            "ExportFromTime must be specified for INCREMENTAL_EXPORT, and ExportTime must not");
      }
      from = since.exportFromTime().toEpochMilli();
      time = since.exportToTime() == null ? now : since.exportToTime().toEpochMilli();
    }
    long earliest = Moments.earliest(table.row().recovery(), world) - 999;
    if (time > now || time < earliest || incremental && (from < earliest || from >= time)) {
      throw new InvalidExportTimeException(
          "The specified time is outside of the point in time recovery window");
    }
    String bucketOwner = in.s3BucketOwner();
    return new ExportRow(
        "0" + now + '-' + world.ids().hex(8),
        table.arn(),
        table.row().id(),
        in.clientToken(),
        in.s3Bucket(),
        bucketOwner,
        in.s3Prefix(),
        in.s3SseAlgorithm() == null ? "AES256" : in.s3SseAlgorithm(),
        in.s3SseKmsKeyId(),
        now,
        0,
        time,
        from,
        incremental && "NEW_IMAGE".equals(since.exportViewType()),
        null,
        null,
        null,
        0,
        0,
        "ION".equals(in.exportFormat()));
  }

  /** Answers DescribeExport. */
  public DescribeExportOutput describe(DescribeExportInput in, Call call) {
    Arn arn = Arn.parse(in.exportArn());
    String[] parts = arn == null ? new String[0] : arn.resource().split("/", -1);
    ExportRow row = null;
    if (parts.length == 4 && parts[2].equals("export")) {
      Key key = Key.of(arn.account()).with(arn.region()).with(parts[1]).with(parts[3]);
      row = world.store().read(reader -> rows.get(reader, key));
    }
    if (row == null) {
      throw new ExportNotFoundException("Export not found: " + in.exportArn());
    }
    return new DescribeExportOutput().exportDescription(describe(row, status(row)));
  }

  /** Answers ListExports. */
  public ListExportsOutput list(ListExportsInput in, Call call) {
    int limit = in.maxResults() == null ? PAGE : in.maxResults();
    Key place = Key.of(call.accountId()).with(call.region().name());
    TableAddress address = in.tableArn() == null ? null : TableAddress.ofArn(in.tableArn());
    Key under = address == null ? place : address.key();
    List<ExportSummary> summaries = new ArrayList<>();
    boolean more =
        world
            .store()
            .read(
                reader -> {
                  summaries.clear();
                  boolean begun = in.nextToken() == null;
                  for (Table.Row<ExportRow> row :
                      rows.scan(reader, KeyRange.prefix(under), Direction.FORWARD)) {
                    if (!begun) {
                      begun = row.value().arn().equals(in.nextToken());
                      continue;
                    }
                    if (summaries.size() == limit) {
                      return true;
                    }
                    summaries.add(
                        new ExportSummary()
                            .exportArn(row.value().arn())
                            .exportStatus(status(row.value()))
                            .exportType(type(row.value())));
                  }
                  return false;
                });
    return new ListExportsOutput()
        .exportSummaries(summaries)
        .nextToken(more ? summaries.getLast().exportArn() : null);
  }

  private static String status(ExportRow row) {
    return row.failureCode() == null ? "COMPLETED" : "FAILED";
  }

  private static String type(ExportRow row) {
    return row.from() == 0 ? "FULL_EXPORT" : "INCREMENTAL_EXPORT";
  }

  private static ExportDescription describe(ExportRow row, String status) {
    ExportDescription out =
        new ExportDescription()
            .exportArn(row.arn())
            .exportStatus(status)
            .startTime(Instant.ofEpochMilli(row.startedAt()))
            .endTime(row.endedAt() == 0 ? null : Instant.ofEpochMilli(row.endedAt()))
            .exportManifest(row.manifest())
            .tableArn(row.tableArn())
            .tableId(row.tableId())
            .clientToken(row.clientToken())
            .s3Bucket(row.bucket())
            .s3BucketOwner(row.bucketOwner())
            .s3Prefix(row.prefix())
            .s3SseAlgorithm(row.algorithm())
            .s3SseKmsKeyId(row.kmsKeyId())
            .failureCode(row.failureCode())
            .failureMessage(row.failureMessage())
            .exportFormat(row.format())
            .exportType(type(row));
    if (status.equals("COMPLETED")) {
      out.billedSizeBytes(row.bytes()).itemCount(row.itemCount());
    }
    if (row.from() == 0) {
      return out.exportTime(Instant.ofEpochMilli(row.time()));
    }
    return out.incrementalExportSpecification(
        new IncrementalExportSpecification()
            .exportFromTime(Instant.ofEpochMilli(row.from()))
            .exportToTime(Instant.ofEpochMilli(row.time()))
            .exportViewType(row.newOnly() ? "NEW_IMAGE" : "NEW_AND_OLD_IMAGES"));
  }
}
