package io.nephele.services.s3.web;

import io.nephele.core.logging.LazyLogger;
import io.nephele.core.web.Exchange;
import io.nephele.core.web.ExchangeListener;
import io.nephele.model.Member;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.RequesterPays;
import io.nephele.services.s3.accesspoints.AccessPoint;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.cors.CorsHeaders;
import io.nephele.services.s3.logs.AccessLogs;
import io.nephele.services.s3.metrics.RequestMetrics;
import java.util.Set;

/** Does what buckets are configured to have done when calls are answered over HTTP. */
public final class S3Exchanges implements ExchangeListener {
  private static final System.Logger LOG = new LazyLogger(S3Exchanges.class);

  /** Operations whose answers, errors too, say where the bucket is. */
  private static final Set<String> TELLING_REGION =
      Set.of("HeadBucket", "ListObjects", "ListObjectsV2");

  private final S3World s3;
  private final CorsHeaders cors;
  private final AccessLogs logs;
  private final RequestMetrics metrics;
  private final RequesterPays payers;

  /** The calls of a world. */
  public S3Exchanges(S3World s3) {
    this.s3 = s3;
    this.cors = new CorsHeaders(s3);
    this.logs = new AccessLogs(s3);
    this.metrics = new RequestMetrics(s3);
    this.payers = new RequesterPays(s3);
  }

  @Override
  public void answered(Exchange exchange) {
    String partition =
        exchange.call() == null
            ? s3.world().settings().region().partition().id()
            : exchange.call().partition();
    answered(exchange, partition, bucketOf(exchange.http().path()), AccessLogs.REST);
  }

  /** As the other, of what a visitor of a website asked for. */
  public void visited(Exchange exchange, String bucket) {
    String partition = s3.world().settings().region().partition().id();
    answered(exchange, partition, bucket, AccessLogs.WEBSITE);
  }

  private void answered(Exchange exchange, String partition, String name, String access) {
    Bucket bucket = name.isEmpty() ? null : bucket(exchange, partition, name);
    if (bucket == null) {
      return;
    }
    if (TELLING_REGION.contains(exchange.operation().name())) {
      exchange.response().headers().set("x-amz-bucket-region", bucket.region());
    }
    if (bucket.has(Kind.REQUEST_PAYMENT)) {
      s3.read(
          reader -> {
            payers.tell(reader, bucket, exchange);
            return null;
          });
    }
    if (bucket.has(Kind.CORS) && exchange.http().headers().first("Origin") != null) {
      s3.read(
          reader -> {
            cors.add(reader, bucket, exchange);
            return null;
          });
    }
    try {
      if (bucket.has(Kind.LOGGING)) {
        logs.add(bucket, exchange, access);
      }
      if (bucket.has(Kind.METRICS)) {
        metrics.add(bucket, exchange);
      }
    } catch (RuntimeException e) {
      // The call is made; that it cannot be told of is no reason to answer otherwise.
      LOG.log(System.Logger.Level.WARNING, "A request to a bucket is not logged", e);
    }
  }

  /** The bucket of that name, or behind the access point that stands in its place; or null. */
  private Bucket bucket(Exchange exchange, String partition, String name) {
    return s3.read(
        reader -> {
          Bucket bucket = s3.buckets().find(reader, partition, name);
          if (bucket != null || exchange.call() == null) {
            return bucket;
          }
          Member member = exchange.operation().input().member("Bucket");
          AccessPoint point =
              member != null && exchange.request().get(member) instanceof String given
                  ? s3.accessPoints()
                      .named(reader, partition, given, exchange.call().region().name())
                  : null;
          return point == null ? null : s3.bucketOf(reader, point);
        });
  }

  private static String bucketOf(String path) {
    int slash = path.indexOf('/', 1);
    return slash < 0 ? path.substring(1) : path.substring(1, slash);
  }
}
