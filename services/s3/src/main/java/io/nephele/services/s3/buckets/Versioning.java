package io.nephele.services.s3.buckets;

import io.nephele.api.s3.GetBucketVersioningOutput;
import io.nephele.api.s3.GetBucketVersioningRequest;
import io.nephele.api.s3.PutBucketVersioningRequest;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;

/** Whether a bucket keeps versions. Once it did, that can only be suspended. */
public final class Versioning {
  private final S3World s3;

  /** Versioning of the buckets of a world. */
  public Versioning(S3World s3) {
    this.s3 = s3;
  }

  /** Enables or suspends versioning. */
  public Unit put(PutBucketVersioningRequest in, Call call) {
    String status =
        in.versioningConfiguration() == null ? null : in.versioningConfiguration().status();
    if (status == null) {
      throw AwsException.client(
          "IllegalVersioningConfigurationException",
          400,
          "The Versioning element must be specified");
    }
    if (!status.equals("Enabled") && !status.equals("Suspended")) {
      throw S3Errors.malformedXml();
    }
    if (in.mfa() != null || "Enabled".equals(in.versioningConfiguration().mfaDelete())) {
      throw S3Errors.notImplemented("MFA delete");
    }
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              if (bucket.objectLock() && status.equals("Suspended")) {
                throw AwsException.client(
                    "InvalidBucketState",
                    409,
                    "An Object Lock configuration is present on this bucket, so the versioning"
                        + " state cannot be changed.");
              }
              s3.buckets().put(transaction, bucket.withVersioning(status, bucket.mfaDelete()));
              return null;
            });
    return S3World.done(call);
  }

  /** Says whether versioning is enabled or suspended; nothing if it never was. */
  public GetBucketVersioningOutput get(GetBucketVersioningRequest in, Call call) {
    Bucket bucket = s3.bucket(in.bucket(), call);
    return new GetBucketVersioningOutput()
        .status(bucket.versioning())
        .mfaDelete(bucket.mfaDelete() ? "Enabled" : null);
  }
}
