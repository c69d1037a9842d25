package io.nephele.services.s3.configuration;

import io.nephele.core.arn.Arn;
import io.nephele.model.AwsException;

/** Buckets that reports go to, which configurations name by their ARNs. */
public final class Destinations {
  private Destinations() {}

  /** The name of a bucket; an error to the caller if the ARN is not that of one. */
  public static String bucketOf(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null
        || !arn.service().equals("s3")
        || arn.resource().isEmpty()
        || arn.resource().indexOf('/') >= 0) {
      throw AwsException.client("InvalidS3DestinationBucket", 400, "Invalid bucket ARN.");
    }
    return arn.resource();
  }
}
