package io.nephele.services.s3.access;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.model.AwsException;
import io.nephele.services.s3.buckets.Bucket;
import java.util.Set;

/** Calls of buckets have to be signed for the region in which the bucket is. */
final class BucketRegions {
  private static final String HEADER = "x-amz-bucket-region";

  private static final Set<String> ANYWHERE = Set.of("GetBucketLocation");

  private BucketRegions() {}

  /**
   * What a call is answered that is signed for another region, with the right one, by which clients
   * try again; or null. It is not the redirection to another endpoint, because that would be one of
   * AWS, where clients would go.
   */
  static AwsException refusal(Bucket bucket, Call call) {
    String region = call.region().name();
    Principal.Type caller = call.principal().type();
    boolean signed = caller != Principal.Type.ANONYMOUS && caller != Principal.Type.SERVICE;
    boolean fromOutside = call.origin().host() != null;
    if (region.equals(bucket.region())
        || !signed
        || !fromOutside
        || ANYWHERE.contains(call.operation().name())) {
      return null;
    }
    if (call.operation().name().startsWith("Head")) { // has no body that could tell more
      return AwsException.client("PermanentRedirect", 301, "Moved Permanently")
          .withHeader(HEADER, bucket.region());
    }
    return AwsException.client(
            "AuthorizationHeaderMalformed",
            400,
            "The authorization header is malformed; the region '"
                + region
                + "' is wrong; expecting '"
                + bucket.region()
                + "'")
        .with("Region", bucket.region())
        .withHeader(HEADER, bucket.region());
  }
}
