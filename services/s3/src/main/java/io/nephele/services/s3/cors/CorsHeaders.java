package io.nephele.services.s3.cors;

import io.nephele.api.s3.CORSRule;
import io.nephele.core.store.Reader;
import io.nephele.core.web.Exchange;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.wire.http.Headers;
import java.util.List;

/** Says in answers to pages whether those may read them. */
public final class CorsHeaders {
  private final CorsConfigurations configurations;

  /** The answers of a world. */
  public CorsHeaders(S3World s3) {
    this.configurations = new CorsConfigurations(s3);
  }

  /** Adds header fields to an answer about a bucket, if a page asked. */
  public void add(Reader reader, Bucket bucket, Exchange exchange) {
    String origin = exchange.http().headers().first("Origin");
    List<CORSRule> rules = origin == null ? null : configurations.rules(reader, bucket);
    if (rules == null) {
      return;
    }
    Headers headers = exchange.response().headers();
    if (headers.first("Access-Control-Allow-Origin") != null) {
      return;
    }
    CORSRule rule = CorsRules.find(rules, origin, exchange.http().method(), List.of());
    if (rule != null) {
      CorsRules.allow(headers, rule, origin);
    }
    CorsRules.vary(headers);
  }
}
