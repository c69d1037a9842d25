package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.MetricStreamFilter;
import software.amazon.awssdk.services.cloudwatch.model.MetricStreamOutputFormat;
import software.amazon.awssdk.services.cloudwatch.model.MetricStreamStatisticsConfiguration;
import software.amazon.awssdk.services.cloudwatch.model.MetricStreamStatisticsMetric;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Metrics reach Firehose, and from there S3, as they come. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MetricStreamsTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/stream";

  @Inject CloudWatchClient cloudWatch;
  @Inject FirehoseClient firehose;
  @Inject S3Client s3;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private String deliveryStream;

  @BeforeEach
  void makeDeliveryStream() {
    iam.createRole(
        r ->
            r.roleName("stream")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":["streams.metrics.cloudwatch.amazonaws.com",
                    "firehose.amazonaws.com"]}}]}\
                    """));
    allow("firehose:PutRecord", "s3:*");
    s3.createBucket(r -> r.bucket("metrics"));
    deliveryStream =
        firehose
            .createDeliveryStream(
                r ->
                    r.deliveryStreamName("d")
                        .extendedS3DestinationConfiguration(
                            d ->
                                d.roleARN(ROLE)
                                    .bucketARN("arn:aws:s3:::metrics")
                                    .bufferingHints(h -> h.intervalInSeconds(60))))
            .deliveryStreamARN();
    clock.advance(Duration.ofMinutes(1));
  }

  private void allow(String... actions) {
    iam.putRolePolicy(
        r ->
            r.roleName("stream")
                .policyName("may")
                .policyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                        + JsonText.write(List.of(actions))
                        + ",\"Resource\":\"*\"}]}"));
  }

  private void stream(MetricStreamOutputFormat format, String... statistics) {
    MetricStreamStatisticsConfiguration further =
        MetricStreamStatisticsConfiguration.builder()
            .includeMetrics(
                MetricStreamStatisticsMetric.builder().namespace("App").metricName("Load").build())
            .additionalStatistics(statistics)
            .build();
    cloudWatch.putMetricStream(
        r ->
            r.name("all")
                .firehoseArn(deliveryStream)
                .roleArn(ROLE)
                .includeFilters(MetricStreamFilter.builder().namespace("App").build())
                .statisticsConfigurations(further)
                .outputFormat(format));
  }

  private void put(String namespace, double... values) {
    List<Double> all = new ArrayList<>();
    for (double value : values) {
      all.add(value);
    }
    cloudWatch.putMetricData(
        r ->
            r.namespace(namespace)
                .metricData(
                    MetricDatum.builder()
                        .metricName("Load")
                        .dimensions(Dimension.builder().name("Host").value("a").build())
                        .unit(StandardUnit.SECONDS)
                        .values(all)
                        .build()));
  }

  private byte[] delivered() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (S3Object object : s3.listObjectsV2(r -> r.bucket("metrics")).contents()) {
      all.writeBytes(s3.getObjectAsBytes(r -> r.bucket("metrics").key(object.key())).asByteArray());
    }
    return all.toByteArray();
  }

  private List<Map<?, ?>> lines() {
    List<Map<?, ?>> lines = new ArrayList<>();
    for (String line : new String(delivered(), StandardCharsets.UTF_8).split("\n")) {
      if (!line.isEmpty()) {
        lines.add((Map<?, ?>) JsonText.parse(line));
      }
    }
    return lines;
  }

  @Test
  void jsonHasALineForEachMetricAndMinute() {
    stream(MetricStreamOutputFormat.JSON, "p50", "TM(10%:90%)");
    long minute = Math.floorDiv(clock.millis(), 60_000) * 60_000;
    put("App", 1, 2, 6);
    put("Other", 1);
    clock.advance(Duration.ofMinutes(3));
    assertThat(lines()).hasSize(1);
    Map<?, ?> line = lines().getFirst();
    assertThat(line.get("metric_stream_name")).isEqualTo("all");
    assertThat(line.get("account_id")).isEqualTo("000000000000");
    assertThat(line.get("namespace")).isEqualTo("App");
    assertThat(line.get("metric_name")).isEqualTo("Load");
    assertThat(line.get("dimensions")).isEqualTo(Map.of("Host", "a"));
    assertThat(line.get("unit")).isEqualTo("Seconds");
    assertThat(((Number) line.get("timestamp")).longValue()).isEqualTo(minute);
    Map<?, ?> value = (Map<?, ?>) line.get("value");
    assertThat(((Number) value.get("count")).doubleValue()).isEqualTo(3);
    assertThat(((Number) value.get("sum")).doubleValue()).isEqualTo(9);
    assertThat(((Number) value.get("max")).doubleValue()).isEqualTo(6);
    assertThat(((Number) value.get("min")).doubleValue()).isEqualTo(1);
    assertThat(((Number) value.get("p50")).doubleValue()).isEqualTo(2);
    assertThat(value.containsKey("TM(10%:90%)")).isTrue();
  }

  @Test
  void openTelemetryHasSummaries() throws IOException {
    stream(MetricStreamOutputFormat.OPENTELEMETRY1_0, "p50");
    put("App", 1, 2, 6);
    clock.advance(Duration.ofMinutes(3));
    ByteArrayInputStream in = new ByteArrayInputStream(delivered());
    ResourceMetrics all = ExportMetricsServiceRequest.parseDelimitedFrom(in).getResourceMetrics(0);
    assertThat(in.available()).isZero();
    assertThat(all.getResource().getAttributes(3).getValue().getStringValue())
        .isEqualTo("arn:aws:cloudwatch:us-east-1:000000000000:metric-stream/all");
    Metric metric = all.getScopeMetrics(0).getMetrics(0);
    assertThat(metric.getName()).isEqualTo("amazonaws.com/App/Load");
    assertThat(metric.getUnit()).isEqualTo("s");
    SummaryDataPoint point = metric.getSummary().getDataPoints(0);
    assertThat(point.getCount()).isEqualTo(3);
    assertThat(point.getSum()).isEqualTo(9);
    assertThat(point.getTimeUnixNano() - point.getStartTimeUnixNano()).isEqualTo(60_000_000_000L);
    assertThat(point.getQuantileValuesList())
        .extracting(each -> each.getQuantile() + "=" + each.getValue())
        .containsExactly("0.0=1.0", "0.5=2.0", "1.0=6.0");
    assertThat(point.getAttributes(2).getValue().getKvlistValue().getValues(0).getKey())
        .isEqualTo("Host");
  }

  @Test
  void oldOpenTelemetryHasLabels() throws IOException {
    stream(MetricStreamOutputFormat.OPENTELEMETRY0_7, "p50");
    put("App", 1);
    clock.advance(Duration.ofMinutes(3));
    SummaryDataPoint point =
        ExportMetricsServiceRequest.parseDelimitedFrom(new ByteArrayInputStream(delivered()))
            .getResourceMetrics(0)
            .getScopeMetrics(0)
            .getMetrics(0)
            .getSummary()
            .getDataPoints(0);
    assertThat(point.getAttributesCount()).isZero();
    assertThat(point.getUnknownFields().getField(1).getLengthDelimitedList())
        .extracting(each -> each.toStringUtf8().replaceAll("[^A-Za-z]+", " ").strip())
        .containsExactly("Namespace App", "MetricName Load", "Host a");
  }

  @Test
  void batchesWaitUntilTheRoleMayPut() {
    stream(MetricStreamOutputFormat.JSON, "p50");
    allow("s3:*");
    put("App", 1);
    clock.advance(Duration.ofMinutes(2));
    assertThat(lines()).isEmpty();
    allow("firehose:PutRecord", "s3:*");
    clock.advance(Duration.ofMinutes(10));
    assertThat(lines()).hasSize(1);
    List<Datapoint> failures =
        cloudWatch
            .getMetricStatistics(
                r ->
                    r.namespace("AWS/CloudWatch/MetricStreams")
                        .metricName("PublishErrorRate")
                        .dimensions(
                            Dimension.builder().name("MetricStreamName").value("all").build())
                        .startTime(clock.now().minusSeconds(3600))
                        .endTime(clock.now())
                        .period(3600)
                        .statistics(Statistic.MAXIMUM))
            .datapoints();
    assertThat(failures).extracting(Datapoint::maximum).contains(1.0);
  }

  @Test
  void streamsAreStoppedStartedAndDeleted() {
    stream(MetricStreamOutputFormat.JSON, "p50");
    cloudWatch.stopMetricStreams(r -> r.names("all"));
    assertThat(cloudWatch.getMetricStream(r -> r.name("all")).state()).isEqualTo("stopped");
    put("App", 1);
    clock.advance(Duration.ofMinutes(3));
    cloudWatch.startMetricStreams(r -> r.names("all"));
    put("App", 2);
    clock.advance(Duration.ofMinutes(3));
    assertThat(lines()).hasSize(1);
    assertThat(cloudWatch.listMetricStreams(r -> {}).entries())
        .singleElement()
        .satisfies(
            entry -> assertThat(entry.outputFormat()).isEqualTo(MetricStreamOutputFormat.JSON));
    String arn = cloudWatch.getMetricStream(r -> r.name("all")).arn();
    cloudWatch.tagResource(
        r -> r.resourceARN(arn).tags(Tag.builder().key("team").value("red").build()));
    assertThat(cloudWatch.listTagsForResource(r -> r.resourceARN(arn)).tags()).hasSize(1);
    cloudWatch.deleteMetricStream(r -> r.name("all"));
    assertThatThrownBy(() -> cloudWatch.getMetricStream(r -> r.name("all")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> stream(MetricStreamOutputFormat.OPENTELEMETRY1_0, "TM(10%:90%)"))
        .isInstanceOf(CloudWatchException.class)
        .hasMessageContaining("AdditionalStatistics");
  }
}
