package io.nephele.services.s3.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What there is in buckets is counted every midnight. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class StorageMetricsTest {
  private static final String BUCKET = "measured-bucket";

  @Inject S3Client s3;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  @Fact("s3-118")
  void bytesAndObjectsAreToldAtMidnight() {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));
    put("a", 10, "STANDARD");
    put("a", 20, "STANDARD");
    put("b", 5, "STANDARD_IA");
    s3.deleteObject(b -> b.bucket(BUCKET).key("b"));
    String upload = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("c")).uploadId();
    s3.uploadPart(
        b -> b.bucket(BUCKET).key("c").uploadId(upload).partNumber(1),
        RequestBody.fromBytes(new byte[7]));
    assertThat(value("NumberOfObjects", "AllStorageTypes", "Count")).isNull();

    Instant midnight = clock.now().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    clock.advance(Duration.between(clock.now(), midnight));
    assertThat(value("NumberOfObjects", "AllStorageTypes", "Count")).isEqualTo(5);
    assertThat(value("BucketSizeBytes", "StandardStorage", "Bytes")).isEqualTo(37);
    assertThat(value("BucketSizeBytes", "StandardIAStorage", "Bytes")).isEqualTo(5);

    put("d", 3, "STANDARD");
    clock.advance(Duration.ofDays(1));
    assertThat(value("NumberOfObjects", "AllStorageTypes", "Count")).isEqualTo(6);
    assertThat(value("BucketSizeBytes", "StandardStorage", "Bytes")).isEqualTo(40);
  }

  private void put(String key, int size, String storageClass) {
    s3.putObject(
        b -> b.bucket(BUCKET).key(key).storageClass(storageClass),
        RequestBody.fromBytes(new byte[size]));
  }

  /** The latest value, or null. */
  private Double value(String name, String storageType, String unit) {
    MetricKey key =
        new MetricKey(
            "000000000000",
            "us-east-1",
            "AWS/S3",
            name,
            Map.of("BucketName", BUCKET, "StorageType", storageType),
            unit);
    Map.Entry<Instant, StatisticSet> last =
        nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX).lastEntry();
    return last == null ? null : last.getValue().sum();
  }
}
