package io.nephele.services.s3.buckets;

import io.nephele.api.s3.GetBucketVersioningOutput;
import io.nephele.api.s3.GetBucketVersioningRequest;
import io.nephele.api.s3.PutBucketVersioningRequest;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.objects.MfaDelete;

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
    String mfaDelete = in.versioningConfiguration().mfaDelete();
    if (mfaDelete != null && !mfaDelete.equals("Enabled") && !mfaDelete.equals("Disabled")) {
      throw S3Errors.malformedXml();
    }
    checkMfa(in, mfaDelete, call);
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
              if (bucket.has(Configurations.Kind.REPLICATION) && status.equals("Suspended")) {
                throw AwsException.client(
                    "InvalidBucketState",
                    409,
                    "A replication configuration is present on this bucket, so the versioning state"
                        + " cannot be changed.");
              }
              String mfa = mfaDelete == null ? bucket.mfaDelete() : mfaDelete;
              s3.buckets().put(transaction, bucket.withVersioning(status, mfa));
              return null;
            });
    return S3World.done(call);
  }

  /**
   * Only the root user with a device can change MFA delete, or anything of a bucket that has it.
   */
  private void checkMfa(PutBucketVersioningRequest in, String mfaDelete, Call call) {
    Bucket bucket = s3.bucket(in.bucket(), call);
    boolean changes = mfaDelete != null && bucket.deletesNeedMfa() != mfaDelete.equals("Enabled");
    if (!changes && !bucket.deletesNeedMfa()) {
      return;
    }
    if (changes && call.principal().type() != Principal.Type.ROOT) {
      throw S3Errors.accessDenied();
    }
    if (changes && bucket.has(Configurations.Kind.LIFECYCLE)) {
      throw AwsException.client(
          "InvalidBucketState",
          409,
          "The MFA Delete state cannot be changed while the bucket has a lifecycle configuration.");
    }
    MfaDelete.verify(s3, in.mfa(), call);
  }

  /** Says whether versioning is enabled or suspended; nothing if it never was. */
  public GetBucketVersioningOutput get(GetBucketVersioningRequest in, Call call) {
    Bucket bucket = s3.bucket(in.bucket(), call);
    return new GetBucketVersioningOutput()
        .status(bucket.versioning())
        .mfaDelete(bucket.mfaDelete());
  }
}
