package io.nephele.services.s3.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.parquet.DuckDatabase;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.InventoryFormat;
import software.amazon.awssdk.services.s3.model.InventoryFrequency;
import software.amazon.awssdk.services.s3.model.InventoryIncludedObjectVersions;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Inventories are made on the world's clock and delivered as objects. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class InventoryTest {
  @Inject S3Client s3;
  @Inject VirtualClock clock;

  @BeforeEach
  void buckets() {
    s3.createBucket(b -> b.bucket("source"));
    s3.createBucket(b -> b.bucket("reports"));
    s3.putBucketPolicy(
        b ->
            b.bucket("reports")
                .policy(
                    """
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
                       "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*",
                       "Condition": {
                         "ArnLike": {"aws:SourceArn": "arn:aws:s3:::source"},
                         "StringEquals": {
                           "aws:SourceAccount": "000000000000",
                           "s3:x-amz-acl": "bucket-owner-full-control"}}}]}
                    """));
  }

  private void put(InventoryIncludedObjectVersions versions, InventoryFormat format) {
    put(versions, format, "ETag", "Size", "EncryptionStatus");
  }

  private void put(
      InventoryIncludedObjectVersions versions, InventoryFormat format, String... fields) {
    s3.putBucketInventoryConfiguration(
        b ->
            b.bucket("source")
                .id("daily")
                .inventoryConfiguration(
                    i ->
                        i.id("daily")
                            .isEnabled(true)
                            .includedObjectVersions(versions)
                            .schedule(s -> s.frequency(InventoryFrequency.DAILY))
                            .optionalFieldsWithStrings(fields)
                            .destination(
                                d ->
                                    d.s3BucketDestination(
                                        t ->
                                            t.bucket("arn:aws:s3:::reports")
                                                .prefix("inv")
                                                .format(format)))));
  }

  private List<String> keys() {
    return s3.listObjectsV2(b -> b.bucket("reports")).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private byte[] get(String key) {
    return s3.getObjectAsBytes(b -> b.bucket("reports").key(key)).asByteArray();
  }

  @Test
  @Fact("s3-069")
  void aDailyReportHasAManifestAndRows() throws Exception {
    s3.putObject(b -> b.bucket("source").key("a b/c"), RequestBody.fromString("hello"));
    s3.putObject(b -> b.bucket("source").key("d"), RequestBody.fromString(""));
    put(InventoryIncludedObjectVersions.CURRENT, InventoryFormat.CSV);
    assertThat(keys()).isEmpty();
    clock.advance(Duration.ofDays(1));
    List<String> keys = keys();
    assertThat(keys).hasSize(4);
    String manifestKey =
        keys.stream().filter(key -> key.endsWith("manifest.json")).findFirst().orElseThrow();
    assertThat(manifestKey).matches("inv/source/daily/\\d{4}-\\d\\d-\\d\\dT00-00Z/manifest\\.json");
    byte[] manifest = get(manifestKey);
    assertThat(new String(get(manifestKey.replace(".json", ".checksum")), StandardCharsets.UTF_8))
        .isEqualTo(md5(manifest));
    Map<?, ?> told = (Map<?, ?>) JsonText.parse(new String(manifest, StandardCharsets.UTF_8));
    assertThat(told.get("sourceBucket")).isEqualTo("source");
    assertThat(told.get("destinationBucket")).isEqualTo("arn:aws:s3:::reports");
    assertThat(told.get("fileFormat")).isEqualTo("CSV");
    assertThat(told.get("fileSchema")).isEqualTo("Bucket, Key, Size, ETag, EncryptionStatus");
    Map<?, ?> file = (Map<?, ?>) ((List<?>) told.get("files")).getFirst();
    byte[] rows = get((String) file.get("key"));
    assertThat(file.get("MD5checksum")).isEqualTo(md5(rows));
    assertThat(text(rows))
        .isEqualTo(
            """
            "source","a+b/c","5","5d41402abc4b2a76b9719d911017c592","SSE-S3"
            "source","d","0","d41d8cd98f00b204e9800998ecf8427e","SSE-S3"
            """);
    String links =
        keys.stream().filter(key -> key.endsWith("symlink.txt")).findFirst().orElseThrow();
    assertThat(links).matches("inv/source/daily/hive/dt=\\d{4}-\\d\\d-\\d\\d-00-00/symlink\\.txt");
    assertThat(new String(get(links), StandardCharsets.UTF_8))
        .isEqualTo("s3://reports/" + file.get("key") + "\n");
    clock.advance(Duration.ofDays(2));
    assertThat(keys()).hasSize(12);
    s3.deleteBucketInventoryConfiguration(b -> b.bucket("source").id("daily"));
    clock.advance(Duration.ofDays(2));
    assertThat(keys()).hasSize(12);
  }

  @Test
  void versionsAndMarkersAreReported() throws Exception {
    s3.putBucketVersioning(
        b ->
            b.bucket("source")
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    String version =
        s3.putObject(b -> b.bucket("source").key("k"), RequestBody.fromString("x")).versionId();
    String marker = s3.deleteObject(b -> b.bucket("source").key("k")).versionId();
    put(InventoryIncludedObjectVersions.ALL, InventoryFormat.CSV);
    clock.advance(Duration.ofDays(1));
    String rows = keys().stream().filter(key -> key.endsWith(".csv.gz")).findFirst().orElseThrow();
    assertThat(text(get(rows)))
        .startsWith("\"source\",\"k\",\"" + marker + "\",\"true\",\"true\",\"\",")
        .contains("\"source\",\"k\",\"" + version + "\",\"false\",\"false\",\"1\",");
  }

  @Test
  void listsAndExpirationsAreReported() throws Exception {
    s3.putBucketLifecycleConfiguration(
        b ->
            b.bucket("source")
                .lifecycleConfiguration(
                    l ->
                        l.rules(
                            LifecycleRule.builder()
                                .id("short")
                                .status("Enabled")
                                .filter(f -> f.prefix("a"))
                                .expiration(e -> e.days(10))
                                .build())));
    s3.putObject(b -> b.bucket("source").key("a"), RequestBody.fromString("x"));
    s3.putObject(b -> b.bucket("source").key("b"), RequestBody.fromString("x"));
    Instant expires = clock.now().truncatedTo(ChronoUnit.DAYS).plus(11, ChronoUnit.DAYS);
    put(
        InventoryIncludedObjectVersions.CURRENT,
        InventoryFormat.CSV,
        "ObjectAccessControlList",
        "LifecycleExpirationDate");
    clock.advance(Duration.ofDays(1));

    String rows = keys().stream().filter(key -> key.endsWith(".csv.gz")).findFirst().orElseThrow();
    String[] lines = text(get(rows)).split("\n");
    assertThat(lines[0]).endsWith(",\"" + expires.toString().replace("Z", ".000Z") + "\"");
    assertThat(lines[1]).endsWith(",\"\"");
    String list =
        new String(Base64.getDecoder().decode(lines[0].split("\"")[5]), StandardCharsets.UTF_8);
    assertThat(list)
        .startsWith("{\"version\":\"2022-11-10\",\"status\":\"AVAILABLE\",\"grants\":[{")
        .contains("\"type\":\"CanonicalUser\",\"permission\":\"FULL_CONTROL\"");
  }

  @Test
  void reportsInParquetHaveTypes() throws Exception {
    s3.putBucketVersioning(
        b ->
            b.bucket("source")
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    String version =
        s3.putObject(b -> b.bucket("source").key("a b/ü"), RequestBody.fromString("xyz"))
            .versionId();
    s3.deleteObject(b -> b.bucket("source").key("a b/ü"));
    put(
        InventoryIncludedObjectVersions.ALL,
        InventoryFormat.PARQUET,
        "Size",
        "LastModifiedDate",
        "ETag",
        "IsMultipartUploaded");
    clock.advance(Duration.ofDays(1));

    String rows = keys().stream().filter(key -> key.endsWith(".parquet")).findFirst().orElseThrow();
    Path file = Files.createTempFile("inventory", ".parquet");
    try {
      Files.write(file, get(rows));
      try (Connection connection = DuckDatabase.open(file);
          Statement statement = connection.createStatement();
          ResultSet told =
              statement.executeQuery(
                  "SELECT * FROM read_parquet("
                      + DuckDatabase.literal(file.toString())
                      + ") ORDER BY is_latest")) {
        assertThat(told.next()).isTrue();
        assertThat(told.getString("bucket")).isEqualTo("source");
        assertThat(told.getString("key")).isEqualTo("a b/ü");
        assertThat(told.getString("version_id")).isEqualTo(version);
        assertThat(told.getBoolean("is_delete_marker")).isFalse();
        assertThat(told.getLong("size")).isEqualTo(3);
        assertThat(told.getObject("last_modified_date")).isInstanceOf(java.sql.Timestamp.class);
        assertThat(told.getString("e_tag")).isEqualTo("d16fb36f0911f878998c136191af705e");
        assertThat(told.getObject("is_multipart_uploaded")).isEqualTo(false);
        assertThat(told.next()).isTrue();
        assertThat(told.getBoolean("is_delete_marker")).isTrue();
        assertThat(told.getObject("size")).isNull();
        assertThat(told.next()).isFalse();
      }
    } finally {
      Files.deleteIfExists(file);
    }
    String manifest =
        keys().stream().filter(key -> key.endsWith("manifest.json")).findFirst().orElseThrow();
    Map<?, ?> told = (Map<?, ?>) JsonText.parse(new String(get(manifest), StandardCharsets.UTF_8));
    assertThat(told.get("fileFormat")).isEqualTo("Parquet");
    assertThat((String) told.get("fileSchema"))
        .startsWith("message s3.inventory {  optional binary bucket (UTF8);")
        .contains("optional int64 last_modified_date (TIMESTAMP_MILLIS);");
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    assertThatThrownBy(() -> put(InventoryIncludedObjectVersions.ALL, InventoryFormat.ORC))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(501);
              assertThat(e.awsErrorDetails().errorMessage()).contains("ORC");
            });
    assertThatThrownBy(() -> s3.getBucketInventoryConfiguration(b -> b.bucket("source").id("none")))
        .hasMessageContaining("The specified configuration does not exist.");
  }

  private static String md5(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
  }

  private static String text(byte[] compressed) throws Exception {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
