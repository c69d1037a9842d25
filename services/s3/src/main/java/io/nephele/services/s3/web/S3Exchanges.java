package io.nephele.services.s3.web;

import io.nephele.core.web.Exchange;
import io.nephele.core.web.ExchangeListener;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.cors.CorsHeaders;
import io.nephele.services.s3.logs.AccessLogs;

/** Does what buckets are configured to have done when calls are answered over HTTP. */
public final class S3Exchanges implements ExchangeListener {
  private final S3World s3;
  private final CorsHeaders cors;
  private final AccessLogs logs;

  /** The calls of a world. */
  public S3Exchanges(S3World s3) {
    this.s3 = s3;
    this.cors = new CorsHeaders(s3);
    this.logs = new AccessLogs(s3);
  }

  @Override
  public void answered(Exchange exchange) {
    String name = bucketOf(exchange.http().path());
    if (name.isEmpty()) {
      return;
    }
    String partition =
        exchange.call() == null
            ? s3.world().settings().region().partition().id()
            : exchange.call().partition();
    Bucket bucket = s3.read(reader -> s3.buckets().find(reader, partition, name));
    if (bucket == null) {
      return;
    }
    if (bucket.has(Kind.CORS) && exchange.http().headers().first("Origin") != null) {
      s3.read(
          reader -> {
            cors.add(reader, bucket, exchange);
            return null;
          });
    }
    if (bucket.has(Kind.LOGGING)) {
      logs.add(bucket, exchange);
    }
  }

  private static String bucketOf(String path) {
    int slash = path.indexOf('/', 1);
    return slash < 0 ? path.substring(1) : path.substring(1, slash);
  }
}
