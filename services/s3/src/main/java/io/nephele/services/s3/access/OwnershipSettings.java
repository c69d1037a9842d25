package io.nephele.services.s3.access;

import io.nephele.api.s3.DeleteBucketOwnershipControlsRequest;
import io.nephele.api.s3.GetBucketOwnershipControlsOutput;
import io.nephele.api.s3.GetBucketOwnershipControlsRequest;
import io.nephele.api.s3.OwnershipControls;
import io.nephele.api.s3.PutBucketOwnershipControlsRequest;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;

/** Who owns objects that others put into buckets. */
public final class OwnershipSettings {
  private final S3World s3;

  /** The settings of the buckets of a world. */
  public OwnershipSettings(S3World s3) {
    this.s3 = s3;
  }

  /** Sets the rule, of which there is exactly one. */
  public Unit put(PutBucketOwnershipControlsRequest in, Call call) {
    OwnershipControls controls = in.ownershipControls();
    boolean one = controls != null && controls.rules() != null && controls.rules().size() == 1;
    Ownership ownership = one ? Ownership.of(controls.rules().getFirst().objectOwnership()) : null;
    if (ownership == null) {
      throw S3Errors.malformedXml();
    }
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              if (!ownership.hasAcls() && s3.access().acls().grantsOthers(transaction, bucket)) {
                throw AwsException.client(
                    "InvalidBucketAclWithObjectOwnership",
                    400,
                    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced"
                        + " setting");
              }
              s3.configurations()
                  .put(transaction, bucket, Kind.OWNERSHIP, ownership.document().struct());
              return null;
            });
    return S3World.done(call);
  }

  /** Gives the rule. */
  public GetBucketOwnershipControlsOutput get(GetBucketOwnershipControlsRequest in, Call call) {
    OwnershipControls stored =
        s3.read(
            reader -> s3.access().ownershipControls(reader, s3.bucket(reader, in.bucket(), call)));
    if (stored == null) {
      throw S3Errors.noSuchConfiguration(
          "OwnershipControlsNotFoundError",
          "The bucket ownership controls were not found",
          in.bucket());
    }
    return new GetBucketOwnershipControlsOutput().ownershipControls(stored);
  }

  /** Removes the rule; who puts an object owns it then. */
  public Unit delete(DeleteBucketOwnershipControlsRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              s3.configurations().delete(transaction, bucket, Kind.OWNERSHIP);
              return null;
            });
    return S3World.done(call);
  }
}
