package io.nephele.services.cloudwatch.streams;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.nephele.core.metrics.MetricKey;
import io.nephele.services.cloudwatch.metrics.Statistic;
import io.nephele.services.cloudwatch.metrics.Statistics;
import io.nephele.services.cloudwatch.resources.NamedResource;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint.ValueAtQuantile;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenTelemetry's protobuf: requests of its metrics service, each after its length. Version 0.7
 * says the same by the same numbers, but labels where 1.0 has attributes.
 */
final class OpenTelemetryFormat implements StreamFormat {
  private static final long NANOS = 1_000_000_000L;

  /** The field of a data point's labels, a list of pairs of texts, before there were attributes. */
  private static final int LABELS = 1;

  private final boolean labels;

  /**
   * @param labels whether it is version 0.7
   */
  OpenTelemetryFormat(boolean labels) {
    this.labels = labels;
  }

  @Override
  public byte[] write(NamedResource stream, String arn, List<StreamedData> data) {
    ScopeMetrics.Builder metrics = ScopeMetrics.newBuilder();
    for (StreamedData each : data) {
      metrics.addMetrics(metric(each));
    }
    Resource resource =
        Resource.newBuilder()
            .addAttributes(text("cloud.provider", "aws"))
            .addAttributes(text("cloud.account.id", stream.accountId()))
            .addAttributes(text("cloud.region", stream.region()))
            .addAttributes(text("aws.exporter.arn", arn))
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ExportMetricsServiceRequest.newBuilder()
          .addResourceMetrics(
              ResourceMetrics.newBuilder().setResource(resource).addScopeMetrics(metrics))
          .build()
          .writeDelimitedTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Metric metric(StreamedData data) {
    MetricKey metric = data.metric();
    SummaryDataPoint.Builder point =
        SummaryDataPoint.newBuilder()
            .setStartTimeUnixNano(data.begin() * NANOS)
            .setTimeUnixNano((data.begin() + data.seconds()) * NANOS)
            .setCount(Math.round(data.samples().sampleCount()))
            .setSum(data.samples().sum())
            .addQuantileValues(quantile(0, data.samples().minimum()));
    data.further()
        .forEach(
            (name, value) -> {
              if (Statistics.find(name) instanceof Statistic.Percentile(double percent)) {
                point.addQuantileValues(quantile(percent / 100, value));
              }
            });
    point.addQuantileValues(quantile(1, data.samples().maximum()));
    if (labels) {
      label(point, metric);
    } else {
      point
          .addAttributes(text("Namespace", metric.namespace()))
          .addAttributes(text("MetricName", metric.name()))
          .addAttributes(dimensions(metric.dimensions()));
    }
    return Metric.newBuilder()
        .setName("amazonaws.com/" + metric.namespace() + "/" + metric.name())
        .setUnit(OpenTelemetryUnits.of(metric.unit()))
        .setSummary(Summary.newBuilder().addDataPoints(point))
        .build();
  }

  private static ValueAtQuantile quantile(double quantile, double value) {
    return ValueAtQuantile.newBuilder().setQuantile(quantile).setValue(value).build();
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static KeyValue dimensions(Map<String, String> dimensions) {
    KeyValueList.Builder list = KeyValueList.newBuilder();
    dimensions.forEach((name, value) -> list.addValues(text(name, value)));
    return KeyValue.newBuilder()
        .setKey("Dimensions")
        .setValue(AnyValue.newBuilder().setKvlistValue(list))
        .build();
  }

  private static void label(SummaryDataPoint.Builder point, MetricKey metric) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("Namespace", metric.namespace());
    texts.put("MetricName", metric.name());
    texts.putAll(metric.dimensions());
    UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
    texts.forEach((key, value) -> field.addLengthDelimited(label(key, value)));
    point.setUnknownFields(UnknownFieldSet.newBuilder().addField(LABELS, field.build()).build());
  }

  /** Fields 1 and 2, both texts. */
  private static ByteString label(String key, String value) {
    return UnknownFieldSet.newBuilder()
        .addField(1, text(key))
        .addField(2, text(value))
        .build()
        .toByteString();
  }

  private static UnknownFieldSet.Field text(String value) {
    return UnknownFieldSet.Field.newBuilder()
        .addLengthDelimited(ByteString.copyFromUtf8(value))
        .build();
  }
}
