package io.nephele.services.dynamodb.transfers;

import io.nephele.api.dynamodb.CreateTableInput;
import io.nephele.api.dynamodb.CsvOptions;
import io.nephele.api.dynamodb.DescribeImportInput;
import io.nephele.api.dynamodb.DescribeImportOutput;
import io.nephele.api.dynamodb.ImportNotFoundException;
import io.nephele.api.dynamodb.ImportSummary;
import io.nephele.api.dynamodb.ImportTableDescription;
import io.nephele.api.dynamodb.ImportTableInput;
import io.nephele.api.dynamodb.ImportTableOutput;
import io.nephele.api.dynamodb.InputFormatOptions;
import io.nephele.api.dynamodb.ListImportsInput;
import io.nephele.api.dynamodb.ListImportsOutput;
import io.nephele.api.dynamodb.S3BucketSource;
import io.nephele.api.dynamodb.TableCreationParameters;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableCreation;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Imports of new tables from S3, read while the caller waits. */
public final class Imports {
  private static final int PAGE = 25;

  private final World world;
  private final TableCatalog catalog;
  private final TableCreation creation;
  private final ImportFiles files;
  private final Table<ImportRow> rows = Table.of("dynamodb.imports", ImportRow.class);

  /** Imports into that catalog. */
  public Imports(World world, TableCatalog catalog, TableCreation creation, ImportFiles files) {
    this.world = world;
    this.catalog = catalog;
    this.creation = creation;
    this.files = files;
  }

  /** Answers ImportTable. */
  public ImportTableOutput importTable(ImportTableInput in, Call call) {
    CsvOptions csv = in.inputFormatOptions() == null ? null : in.inputFormatOptions().csv();
    if (csv != null && !in.inputFormat().equals("CSV")) {
      throw DynamoErrors.invalidParameter(
          "InputFormatOptions.Csv can only be specified for the input format CSV");
    }
    TableCreationParameters table = in.tableCreationParameters();
    creation.create(
        new CreateTableInput()
            .tableName(table.tableName())
            .attributeDefinitions(table.attributeDefinitions())
            .keySchema(table.keySchema())
            .billingMode(table.billingMode())
            .provisionedThroughput(table.provisionedThroughput())
            .onDemandThroughput(table.onDemandThroughput())
            .sseSpecification(table.sseSpecification())
            .globalSecondaryIndexes(table.globalSecondaryIndexes()),
        call);
    TableAddress address = TableAddress.of(table.tableName(), call);
    TableDefinition created = catalog.find(address);
    ImportRow asked = row(in, csv, created);
    ImportRow done = files.read(asked, created, call);
    world
        .store()
        .write(
            transaction -> {
              rows.put(transaction, address.key().with(done.id()), done);
              return null;
            });
    return new ImportTableOutput()
        .importTableDescription(describe(asked, "IN_PROGRESS").tableCreationParameters(table));
  }

  private ImportRow row(ImportTableInput in, CsvOptions csv, TableDefinition table) {
    long now = world.clock().millis();
    return new ImportRow(
        "0" + now + '-' + world.ids().hex(8),
        table.arn(),
        table.row().id(),
        in.clientToken(),
        in.s3BucketSource().s3Bucket(),
        in.s3BucketSource().s3BucketOwner(),
        in.s3BucketSource().s3KeyPrefix(),
        in.inputFormat(),
        in.inputCompressionType() == null ? "NONE" : in.inputCompressionType(),
        csv == null ? null : csv.delimiter(),
        csv == null ? null : csv.headerList(),
        now,
        0,
        null,
        null,
        0,
        0,
        0,
        0);
  }

  /** Answers DescribeImport. */
  public DescribeImportOutput describe(DescribeImportInput in, Call call) {
    Arn arn = Arn.parse(in.importArn());
    String[] parts = arn == null ? new String[0] : arn.resource().split("/", -1);
    ImportRow row = null;
    if (parts.length == 4 && parts[2].equals("import")) {
      Key key = Key.of(arn.account()).with(arn.region()).with(parts[1]).with(parts[3]);
      row = world.store().read(reader -> rows.get(reader, key));
    }
    if (row == null) {
      throw new ImportNotFoundException("Import not found: " + in.importArn());
    }
    return new DescribeImportOutput().importTableDescription(describe(row, status(row)));
  }

  /** Answers ListImports. */
  public ListImportsOutput list(ListImportsInput in, Call call) {
    int limit = in.pageSize() == null ? PAGE : in.pageSize();
    if (in.nextToken() != null) {
      throw DynamoErrors.validation("Invalid NextToken: " + in.nextToken());
    }
    Key place = Key.of(call.accountId()).with(call.region().name());
    TableAddress address = in.tableArn() == null ? null : TableAddress.ofArn(in.tableArn());
    Key under = address == null ? place : address.key();
    List<ImportSummary> summaries = new ArrayList<>();
    world
        .store()
        .read(
            reader -> {
              summaries.clear();
              for (Table.Row<ImportRow> row :
                  rows.scan(reader, KeyRange.prefix(under), Direction.REVERSE)) {
                if (summaries.size() == limit) {
                  break;
                }
                summaries.add(
                    new ImportSummary()
                        .importArn(row.value().arn())
                        .importStatus(status(row.value()))
                        .tableArn(row.value().tableArn())
                        .inputFormat(row.value().format())
                        .startTime(Instant.ofEpochMilli(row.value().startedAt()))
                        .endTime(Instant.ofEpochMilli(row.value().endedAt())));
              }
              return null;
            });
    return new ListImportsOutput().importSummaryList(summaries);
  }

  private static String status(ImportRow row) {
    return row.failureCode() == null ? "COMPLETED" : "FAILED";
  }

  private static ImportTableDescription describe(ImportRow row, String status) {
    ImportTableDescription out =
        new ImportTableDescription()
            .importArn(row.arn())
            .importStatus(status)
            .tableArn(row.tableArn())
            .tableId(row.tableId())
            .clientToken(row.clientToken())
            .inputFormat(row.format())
            .inputCompressionType(row.compression())
            .startTime(Instant.ofEpochMilli(row.startedAt()))
            .endTime(row.endedAt() == 0 ? null : Instant.ofEpochMilli(row.endedAt()))
            .errorCount(row.errors())
            .processedSizeBytes(row.processedBytes())
            .processedItemCount(row.processed())
            .importedItemCount(row.imported())
            .failureCode(row.failureCode())
            .failureMessage(row.failureMessage());
    S3BucketSource source =
        new S3BucketSource()
            .s3Bucket(row.bucket())
            .s3BucketOwner(row.bucketOwner())
            .s3KeyPrefix(row.prefix());
    out.struct().set("S3BucketSource", source.struct());
    if (row.delimiter() != null || row.headers() != null) {
      out.inputFormatOptions(
          new InputFormatOptions()
              .csv(new CsvOptions().delimiter(row.delimiter()).headerList(row.headers())));
    }
    return out;
  }
}
