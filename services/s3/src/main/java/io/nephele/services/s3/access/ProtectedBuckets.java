package io.nephele.services.s3.access;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import java.util.Set;

/** What authorisation asks of buckets and objects. */
public final class ProtectedBuckets implements ProtectedResources {
  /** Operations on buckets that may not be there. */
  private static final Set<String> WITHOUT_BUCKET = Set.of("CreateBucket");

  private final S3World s3;

  /** The buckets of a world. */
  public ProtectedBuckets(S3World s3) {
    this.s3 = s3;
  }

  @Override
  public AwsException refusal(Call call, Struct request) {
    Member named = call.operation().input().member("Bucket");
    if (named == null
        || WITHOUT_BUCKET.contains(call.operation().name())
        || !(request.get(named) instanceof String name)) {
      return null;
    }
    Bucket bucket = find(call.partition(), name);
    if (bucket == null) {
      return S3Errors.noSuchBucket(name);
    }
    Member expected = call.operation().input().member("ExpectedBucketOwner");
    boolean expectsAnother =
        expected != null
            && request.get(expected) instanceof String owner
            && !owner.equals(bucket.accountId());
    return expectsAnother ? S3Errors.accessDenied() : null;
  }

  @Override
  public ResourcePolicy policy(String arn) {
    Bucket bucket = bucketOf(arn);
    return bucket == null ? null : ResourcePolicy.of(bucket.accountId(), null);
  }

  private Bucket bucketOf(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("s3")) {
      return null;
    }
    int slash = arn.resource().indexOf('/');
    String name = slash < 0 ? arn.resource() : arn.resource().substring(0, slash);
    return find(arn.partition(), name);
  }

  private Bucket find(String partition, String name) {
    return s3.read(reader -> s3.buckets().find(reader, partition, name));
  }
}
