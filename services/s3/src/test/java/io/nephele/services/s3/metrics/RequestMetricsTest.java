package io.nephele.services.s3.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MetricsFilter;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Requests are counted as metrics configurations ask. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RequestMetricsTest {
  @Inject S3Client s3;
  @Inject Nephele nephele;

  @Test
  void requestsAreCountedByFilter() {
    s3.createBucket(b -> b.bucket("counted"));
    configure("all", null);
    configure("docs", MetricsFilter.builder().prefix("docs/").build());
    configure("tagged", MetricsFilter.builder().tag(t -> t.key("a").value("b")).build());
    s3.putObject(
        b -> b.bucket("counted").key("docs/x").tagging("a=b"), RequestBody.fromString("hello"));
    s3.putObject(b -> b.bucket("counted").key("y"), RequestBody.fromString("hi"));
    s3.getObjectAsBytes(b -> b.bucket("counted").key("docs/x"));
    assertThatThrownBy(() -> s3.getObjectAsBytes(b -> b.bucket("counted").key("docs/none")))
        .isInstanceOf(NoSuchKeyException.class);
    s3.listObjectsV2(b -> b.bucket("counted"));

    assertThat(sum("PutRequests", "Count", "docs")).isEqualTo(1);
    assertThat(sum("GetRequests", "Count", "docs")).isEqualTo(2);
    assertThat(sum("4xxErrors", "Count", "docs")).isEqualTo(1);
    assertThat(sum("AllRequests", "Count", "docs")).isEqualTo(3);
    assertThat(sum("AllRequests", "Count", "tagged")).isEqualTo(2);
    assertThat(sum("BytesDownloaded", "Bytes", "tagged")).isEqualTo(5);
    assertThat(sum("ListRequests", "Count", "all")).isEqualTo(1);
    assertThat(sum("ListRequests", "Count", "docs")).isEqualTo(0);
  }

  private void configure(String id, MetricsFilter filter) {
    s3.putBucketMetricsConfiguration(
        b -> b.bucket("counted").id(id).metricsConfiguration(m -> m.id(id).filter(filter)));
  }

  private double sum(String name, String unit, String filter) {
    MetricKey key =
        new MetricKey(
            "000000000000",
            "us-east-1",
            "AWS/S3",
            name,
            Map.of("BucketName", "counted", "FilterId", filter),
            unit);
    return nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX).values().stream()
        .mapToDouble(StatisticSet::sum)
        .sum();
  }
}
