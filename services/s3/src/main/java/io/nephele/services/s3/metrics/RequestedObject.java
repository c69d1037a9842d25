package io.nephele.services.s3.metrics;

import io.nephele.api.s3.MetricsAndOperator;
import io.nephele.api.s3.MetricsFilter;
import io.nephele.api.s3.Tag;
import io.nephele.core.store.Reader;
import io.nephele.core.web.Exchange;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.StoredObject;
import java.util.List;
import java.util.Map;

/** The object that a call is about, as the filters of metrics see it. */
final class RequestedObject {
  private final S3World s3;
  private final Reader reader;
  private final Bucket bucket;
  private final String key;
  private final String addressed;

  /** Read when a filter first asks. */
  private Map<String, String> tags;

  RequestedObject(S3World s3, Reader reader, Bucket bucket, Exchange exchange) {
    this.s3 = s3;
    this.reader = reader;
    this.bucket = bucket;
    this.key = text(exchange.request(), "Key");
    this.addressed = text(exchange.request(), "Bucket");
  }

  private static String text(Struct request, String name) {
    Member member = request == null ? null : request.shape().member(name);
    return member != null && request.get(member) instanceof String text ? text : null;
  }

  /** Whether a filter takes it; what is about no object passes none. */
  boolean matches(MetricsFilter filter) {
    if (key == null) {
      return false;
    }
    MetricsAndOperator and = filter.and();
    if (and != null) {
      return hasPrefix(and.prefix())
          && cameBy(and.accessPointArn())
          && (and.tags() == null || hasAll(and.tags()));
    }
    return hasPrefix(filter.prefix())
        && cameBy(filter.accessPointArn())
        && (filter.tag() == null || hasAll(List.of(filter.tag())));
  }

  private boolean hasPrefix(String prefix) {
    return prefix == null || key.startsWith(prefix);
  }

  private boolean cameBy(String accessPoint) {
    return accessPoint == null || accessPoint.equals(addressed);
  }

  private boolean hasAll(List<Tag> wanted) {
    if (tags == null) {
      StoredObject object = s3.objects().current(reader, bucket, key);
      tags = object == null ? Map.of() : object.tags();
    }
    for (Tag tag : wanted) {
      if (!tag.value().equals(tags.get(tag.key()))) {
        return false;
      }
    }
    return true;
  }
}
