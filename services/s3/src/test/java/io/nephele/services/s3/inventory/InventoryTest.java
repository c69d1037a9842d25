package io.nephele.services.s3.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
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
import software.amazon.awssdk.services.s3.model.InventoryOptionalField;
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
                            .optionalFields(
                                InventoryOptionalField.E_TAG,
                                InventoryOptionalField.SIZE,
                                InventoryOptionalField.ENCRYPTION_STATUS)
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
    assertThat(keys).hasSize(3);
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
    clock.advance(Duration.ofDays(2));
    assertThat(keys()).hasSize(9);
    s3.deleteBucketInventoryConfiguration(b -> b.bucket("source").id("daily"));
    clock.advance(Duration.ofDays(2));
    assertThat(keys()).hasSize(9);
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
  void whatCannotBeMadeIsRefused() {
    assertThatThrownBy(() -> put(InventoryIncludedObjectVersions.ALL, InventoryFormat.PARQUET))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(501);
              assertThat(e.awsErrorDetails().errorMessage()).contains("Parquet");
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
