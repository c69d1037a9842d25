package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertError;
import static io.nephele.services.dynamodb.TestTables.b;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ImportTableDescription;
import software.amazon.awssdk.services.dynamodb.model.InputCompressionType;
import software.amazon.awssdk.services.dynamodb.model.InputFormat;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TransfersTest {
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/source";

  @Inject DynamoDbClient dynamo;
  @Inject S3Client s3;
  @Inject VirtualClock clock;

  @BeforeEach
  void bucket() {
    s3.createBucket(r -> r.bucket("transfers"));
  }

  private ExportDescription describe(String arn) {
    return dynamo.describeExport(r -> r.exportArn(arn)).exportDescription();
  }

  private String lines(String prefix) throws IOException {
    StringBuilder text = new StringBuilder();
    for (S3Object file : s3.listObjectsV2(r -> r.bucket("transfers").prefix(prefix)).contents()) {
      if (file.key().endsWith(".gz")) {
        try (InputStream in =
            new GZIPInputStream(s3.getObject(r -> r.bucket("transfers").key(file.key())))) {
          text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return text.toString();
  }

  private ImportTableDescription importTable(
      String name, String prefix, InputFormat format, InputCompressionType compression) {
    String arn =
        dynamo
            .importTable(
                r ->
                    r.inputFormat(format)
                        .inputCompressionType(compression)
                        .s3BucketSource(b -> b.s3Bucket("transfers").s3KeyPrefix(prefix))
                        .tableCreationParameters(
                            t ->
                                t.tableName(name)
                                    .attributeDefinitions(
                                        TablesTest.attribute("pk", ScalarAttributeType.S))
                                    .keySchema(TablesTest.hash("pk"))
                                    .billingMode(BillingMode.PAY_PER_REQUEST)))
            .importTableDescription()
            .importArn();
    return dynamo.describeImport(r -> r.importArn(arn)).importTableDescription();
  }

  @Test
  @Fact({"dynamodb-086"})
  void anExportIsOfAMomentAndCanBeImported() throws IOException {
    TestTables.simple(dynamo, "source");
    assertError(
        () -> dynamo.exportTableToPointInTime(r -> r.tableArn(TABLE).s3Bucket("transfers")),
        "PointInTimeRecoveryUnavailableException",
        "Point in time recovery is not enabled for table 'source'");
    dynamo.updateContinuousBackups(
        r ->
            r.tableName("source")
                .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
    Map<String, AttributeValue> rich =
        item(
            "pk",
            "rich",
            "bytes",
            b(0, 255),
            "set",
            AttributeValue.fromNs(List.of("1", "2")),
            "list",
            AttributeValue.fromL(List.of(s("\"quoted\"\n"), AttributeValue.fromNul(true))),
            "map",
            AttributeValue.fromM(Map.of("x", n(1), "y", AttributeValue.fromBool(false))));
    dynamo.putItem(r -> r.tableName("source").item(rich));
    dynamo.putItem(r -> r.tableName("source").item(item("pk", "plain", "v", 1)));
    Instant moment = clock.now();
    clock.advance(Duration.ofSeconds(10));
    dynamo.putItem(r -> r.tableName("source").item(item("pk", "plain", "v", 2)));
    dynamo.putItem(r -> r.tableName("source").item(item("pk", "later")));
    String arn =
        dynamo
            .exportTableToPointInTime(
                r -> r.tableArn(TABLE).s3Bucket("transfers").s3Prefix("out").exportTime(moment))
            .exportDescription()
            .exportArn();
    assertThat(describe(arn).exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    assertThat(describe(arn).itemCount()).isEqualTo(2);
    assertThat(
            s3.getObjectAsBytes(r -> r.bucket("transfers").key(describe(arn).exportManifest()))
                .asUtf8String())
        .contains("\"itemCount\":2", arn);
    String folder = describe(arn).exportManifest().replace("manifest-summary.json", "data/");
    assertThat(lines(folder)).contains("{\"Item\":", "\"plain\"").doesNotContain("later");
    ImportTableDescription imported =
        importTable("copy", folder, InputFormat.DYNAMODB_JSON, InputCompressionType.GZIP);
    assertThat(imported.importedItemCount()).isEqualTo(2);
    assertThat(imported.errorCount()).isZero();
    assertThat(new HashSet<>(dynamo.scan(r -> r.tableName("copy")).items()))
        .containsExactlyInAnyOrder(rich, item("pk", "plain", "v", 1));
    String changes =
        dynamo
            .exportTableToPointInTime(
                r ->
                    r.tableArn(TABLE)
                        .s3Bucket("transfers")
                        .s3Prefix("changes")
                        .exportType("INCREMENTAL_EXPORT")
                        .incrementalExportSpecification(i -> i.exportFromTime(moment)))
            .exportDescription()
            .exportArn();
    assertThat(describe(changes).itemCount()).isEqualTo(2);
    assertThat(lines("changes/"))
        .contains("\"OldImage\":", "\"NewImage\":", "later")
        .doesNotContain("rich");
    String failed =
        dynamo
            .exportTableToPointInTime(r -> r.tableArn(TABLE).s3Bucket("no-such-bucket"))
            .exportDescription()
            .exportArn();
    assertThat(describe(failed).exportStatus()).isEqualTo(ExportStatus.FAILED);
    assertThat(describe(failed).failureCode()).isEqualTo("S3NoSuchBucket");
    assertThat(dynamo.listExports(r -> r.tableArn(TABLE)).exportSummaries()).hasSize(3);
  }

  @Test
  void tablesAreExportedAndImportedAsIon() throws IOException {
    TestTables.simple(dynamo, "source");
    dynamo.updateContinuousBackups(
        r ->
            r.tableName("source")
                .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
    Instant begin = clock.now();
    clock.advance(Duration.ofSeconds(10));
    Map<String, AttributeValue> rich =
        item(
            "pk",
            "rich",
            "a field's \"name\"",
            b(0, 255),
            "number",
            AttributeValue.fromN("-0.000000125"),
            "texts",
            AttributeValue.fromSs(List.of("x", "y")),
            "numbers",
            AttributeValue.fromNs(List.of("1", "2.5")),
            "blobs",
            AttributeValue.fromBs(List.of(b(1).b(), b(2).b())),
            "list",
            AttributeValue.fromL(List.of(s("\"quoted\"\n"), AttributeValue.fromNul(true))),
            "map",
            AttributeValue.fromM(Map.of("x", n(1), "y", AttributeValue.fromBool(false))));
    dynamo.putItem(r -> r.tableName("source").item(rich));
    String full =
        dynamo
            .exportTableToPointInTime(
                r -> r.tableArn(TABLE).s3Bucket("transfers").s3Prefix("ion").exportFormat("ION"))
            .exportDescription()
            .exportArn();
    assertThat(describe(full).exportFormatAsString()).isEqualTo("ION");
    assertThat(lines("ion/"))
        .startsWith("$ion_1_0 {Item:{")
        .contains("texts:$dynamodb_SS::[\"x\",\"y\"]", "x:1.", "blobs:$dynamodb_BS::[{{AQ==}}");
    dynamo.exportTableToPointInTime(
        r ->
            r.tableArn(TABLE)
                .s3Bucket("transfers")
                .s3Prefix("changes")
                .exportFormat("ION")
                .exportType("INCREMENTAL_EXPORT")
                .incrementalExportSpecification(i -> i.exportFromTime(begin)));
    assertThat(lines("changes/")).startsWith("$ion_1_0 {Record:{Metadata:{").contains("NewImage:{");
    String folder = describe(full).exportManifest().replace("manifest-summary.json", "data/");
    importTable("copy", folder, InputFormat.ION, InputCompressionType.GZIP);
    assertThat(dynamo.scan(r -> r.tableName("copy")).items()).containsExactly(rich);
    String deep = "[".repeat(40) + "]".repeat(40);
    String text =
        "{Item:{pk:\"a\",n:3}} {Item:{pk:\"deep\",l:%s}} 5 {Item:{pk:\"b\"}}".formatted(deep);
    s3.putObject(
        r -> r.bucket("transfers").key("zstd/1.ion.zst"),
        RequestBody.fromBytes(Zstd.compress(text.getBytes(StandardCharsets.UTF_8))));
    ImportTableDescription packed =
        importTable("packed", "zstd/", InputFormat.ION, InputCompressionType.ZSTD);
    assertThat(packed.importedItemCount()).isEqualTo(2);
    assertThat(packed.errorCount()).isEqualTo(2);
    s3.putObject(
        r -> r.bucket("transfers").key("wrong/1.ion"),
        RequestBody.fromString("{Item:{pk:\"a\"}} {Item:}"));
    assertThat(
            importTable("wrong", "wrong/", InputFormat.ION, InputCompressionType.NONE)
                .failureMessage())
        .startsWith("The file is no Amazon Ion");
  }

  @Test
  void commaSeparatedValuesAreImported() {
    s3.putObject(
        r -> r.bucket("transfers").key("csv/1.csv"),
        RequestBody.fromString(
            "pk,name,note\r\na,\"Doe, Jane\",\"said \"\"hi\"\"\nand left\"\r\nb,Joe,\r\n,x,y\r\n"));
    ImportTableDescription imported =
        importTable("people", "csv/", InputFormat.CSV, InputCompressionType.NONE);
    assertThat(imported.importedItemCount()).isEqualTo(2);
    assertThat(imported.processedItemCount()).isEqualTo(3);
    assertThat(imported.errorCount()).isEqualTo(1);
    assertThat(dynamo.scan(r -> r.tableName("people")).items())
        .containsExactlyInAnyOrder(
            item("pk", "a", "name", "Doe, Jane", "note", "said \"hi\"\nand left"),
            item("pk", "b", "name", "Joe"));
  }
}
