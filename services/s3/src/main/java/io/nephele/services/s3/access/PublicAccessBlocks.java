package io.nephele.services.s3.access;

import io.nephele.api.s3.DeletePublicAccessBlockRequest;
import io.nephele.api.s3.GetPublicAccessBlockOutput;
import io.nephele.api.s3.GetPublicAccessBlockRequest;
import io.nephele.api.s3.PublicAccessBlockConfiguration;
import io.nephele.api.s3.PutPublicAccessBlockRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;

/** What buckets block of public access. */
public final class PublicAccessBlocks {
  private final S3World s3;

  /** The settings of the buckets of a world. */
  public PublicAccessBlocks(S3World s3) {
    this.s3 = s3;
  }

  /** Sets what is blocked; what is not said is not. */
  public Unit put(PutPublicAccessBlockRequest in, Call call) {
    PublicAccessBlockConfiguration wanted = in.publicAccessBlockConfiguration();
    if (wanted == null) {
      throw S3Errors.malformedXml();
    }
    PublicAccess access = PublicAccess.of(wanted);
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              s3.configurations()
                  .put(transaction, bucket, Kind.PUBLIC_ACCESS_BLOCK, access.document().struct());
              return null;
            });
    return S3World.done(call);
  }

  /** Says what is blocked. */
  public GetPublicAccessBlockOutput get(GetPublicAccessBlockRequest in, Call call) {
    PublicAccessBlockConfiguration stored =
        s3.read(reader -> s3.access().ofBucket(reader, s3.bucket(reader, in.bucket(), call)));
    if (stored == null) {
      throw S3Errors.noSuchConfiguration(
          "NoSuchPublicAccessBlockConfiguration",
          "The public access block configuration was not found",
          in.bucket());
    }
    return new GetPublicAccessBlockOutput().publicAccessBlockConfiguration(stored);
  }

  /** Blocks nothing any more. */
  public Unit delete(DeletePublicAccessBlockRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              s3.configurations().delete(transaction, bucket, Kind.PUBLIC_ACCESS_BLOCK);
              return null;
            });
    return S3World.done(call);
  }
}
