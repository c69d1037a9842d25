package io.nephele.services.s3.metrics;

import io.nephele.api.s3.MetricsConfiguration;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.store.Reader;
import io.nephele.core.web.Exchange;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counts requests to buckets for CloudWatch, as the metrics configurations of these ask for. */
public final class RequestMetrics {
  private static final String NAMESPACE = "AWS/S3";
  private static final String COUNT = "Count";
  private static final String BYTES = "Bytes";
  private static final String MILLISECONDS = "Milliseconds";
  private static final int MOST = 1000;

  private final S3World s3;

  /** The requests to a world's buckets. */
  public RequestMetrics(S3World s3) {
    this.s3 = s3;
  }

  /** Counts a call that is about to be answered. */
  public void add(Bucket bucket, Exchange exchange) {
    for (String filter : s3.read(reader -> filters(reader, bucket, exchange))) {
      add(bucket, exchange, filter);
    }
  }

  /** The ids of the configurations that ask for a call. */
  private List<String> filters(Reader reader, Bucket bucket, Exchange exchange) {
    List<String> ids = new ArrayList<>();
    List<Struct> stored =
        s3.configurations()
            .list(
                reader,
                bucket,
                Kind.METRICS,
                null,
                new MetricsConfiguration().struct().shape(),
                MOST);
    RequestedObject object = new RequestedObject(s3, reader, bucket, exchange);
    for (Struct document : stored) {
      MetricsConfiguration configuration = new MetricsConfiguration(document);
      if (configuration.filter() == null || object.matches(configuration.filter())) {
        ids.add(configuration.id());
      }
    }
    return ids;
  }

  private void add(Bucket bucket, Exchange exchange, String filter) {
    record(bucket, filter, "AllRequests", COUNT, 1);
    record(bucket, filter, kind(exchange) + "Requests", COUNT, 1);
    int status = exchange.response().status();
    record(bucket, filter, "4xxErrors", COUNT, status / 100 == 4 ? 1 : 0);
    record(bucket, filter, "5xxErrors", COUNT, status / 100 == 5 ? 1 : 0);
    long sent = exchange.response().body().length();
    if (sent > 0) {
      record(bucket, filter, "BytesDownloaded", BYTES, sent);
    }
    long received = exchange.http().body().length();
    if (received > 0) {
      record(bucket, filter, "BytesUploaded", BYTES, received);
    }
    if (exchange.call() != null) {
      long took = s3.now() - exchange.call().time().toEpochMilli();
      record(bucket, filter, "FirstByteLatency", MILLISECONDS, took);
      record(bucket, filter, "TotalRequestLatency", MILLISECONDS, took);
    }
  }

  private static String kind(Exchange exchange) {
    String operation = exchange.operation().name();
    if (operation.startsWith("List")) {
      return "List";
    }
    if (operation.equals("SelectObjectContent")) {
      return "Select";
    }
    return switch (exchange.http().method()) {
      case "PUT" -> "Put";
      case "POST" -> "Post";
      case "DELETE" -> "Delete";
      case "HEAD" -> "Head";
      default -> "Get";
    };
  }

  private void record(Bucket bucket, String filter, String name, String unit, long value) {
    s3.world()
        .metrics()
        .record(
            new MetricKey(
                bucket.accountId(),
                bucket.region(),
                NAMESPACE,
                name,
                Map.of("BucketName", bucket.name(), "FilterId", filter),
                unit),
            (double) value);
  }
}
