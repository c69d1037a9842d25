package io.nephele.services.s3.lifecycle;

import io.nephele.core.store.Reader;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.objects.StoredObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.BiFunction;

/** What answers tell of the rules that will remove what they are about. */
public final class Expirations {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final S3World s3;

  /** The expirations of the objects of a world. */
  public Expirations(S3World s3) {
    this.s3 = s3;
  }

  /**
   * When an object expires and by which rule, as {@code x-amz-expiration} tells it.
   *
   * @return null if no rule says so, or it is not current
   */
  public String header(Reader reader, Bucket bucket, String key, StoredObject object) {
    if (!bucket.has(Kind.LIFECYCLE) || !isCurrent(reader, bucket, key, object)) {
      return null;
    }
    Rules rules = LifecycleConfigurations.rules(s3, reader, bucket);
    Rules.Expiry expiry = rules == null ? null : rules.expiry(key, object);
    return expiry == null
        ? null
        : "expiry-date=\"%s\", rule-id=\"%s\""
            .formatted(
                HTTP_DATE.format(Instant.ofEpochMilli(expiry.time())),
                URLEncoder.encode(expiry.ruleId(), StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** When current objects of a bucket expire, by their keys; null of those that do not. */
  public BiFunction<String, StoredObject, Instant> dates(Reader reader, Bucket bucket) {
    Rules rules =
        bucket.has(Kind.LIFECYCLE) ? LifecycleConfigurations.rules(s3, reader, bucket) : null;
    return (key, object) -> {
      Rules.Expiry expiry = rules == null ? null : rules.expiry(key, object);
      return expiry == null ? null : Instant.ofEpochMilli(expiry.time());
    };
  }

  private boolean isCurrent(Reader reader, Bucket bucket, String key, StoredObject object) {
    StoredObject current = s3.objects().current(reader, bucket, key);
    return current != null && current.versionId().equals(object.versionId());
  }

  /** When an unfinished upload is aborted, and by which rule. */
  public record Abort(Instant time, String ruleId) {}

  /**
   * When an upload is aborted if it is not finished by then.
   *
   * @param startedAt in milliseconds since 1970
   * @return null if no rule says so
   */
  public Abort abort(Reader reader, Bucket bucket, String key, long startedAt) {
    if (!bucket.has(Kind.LIFECYCLE)) {
      return null;
    }
    Rules rules = LifecycleConfigurations.rules(s3, reader, bucket);
    Rule rule = rules == null ? null : rules.abortRule(key);
    return rule == null
        ? null
        : new Abort(Instant.ofEpochMilli(Midnights.after(startedAt, rule.abortDays())), rule.id());
  }
}
