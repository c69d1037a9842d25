package io.nephele.services.s3.control;

import io.nephele.api.s3control.DeletePublicAccessBlockRequest;
import io.nephele.api.s3control.GetPublicAccessBlockOutput;
import io.nephele.api.s3control.GetPublicAccessBlockRequest;
import io.nephele.api.s3control.NoSuchPublicAccessBlockConfiguration;
import io.nephele.api.s3control.PublicAccessBlockConfiguration;
import io.nephele.api.s3control.PutPublicAccessBlockRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;

/** What accounts block of public access to all their buckets. */
final class AccountPublicAccessBlocks {
  private final S3World s3;

  AccountPublicAccessBlocks(S3World s3) {
    this.s3 = s3;
  }

  /** Sets what is blocked; what is not said is not. */
  Unit put(PutPublicAccessBlockRequest in, Call call) {
    PublicAccessBlockConfiguration wanted = in.publicAccessBlockConfiguration();
    if (wanted == null) {
      throw S3Errors.malformedXml();
    }
    store(in.accountId(), AccessBlocks.toStored(wanted));
    return S3World.done(call);
  }

  /** Says what is blocked. */
  GetPublicAccessBlockOutput get(GetPublicAccessBlockRequest in, Call call) {
    io.nephele.api.s3.PublicAccessBlockConfiguration stored =
        s3.read(reader -> s3.access().ofAccount(reader, in.accountId()));
    if (stored == null) {
      throw new NoSuchPublicAccessBlockConfiguration(
              "The public access block configuration was not found")
          .with("AccountId", in.accountId());
    }
    return new GetPublicAccessBlockOutput()
        .publicAccessBlockConfiguration(AccessBlocks.ofStored(stored));
  }

  /** Blocks nothing any more. */
  Unit delete(DeletePublicAccessBlockRequest in, Call call) {
    store(in.accountId(), null);
    return S3World.done(call);
  }

  private void store(
      String accountId, io.nephele.api.s3.PublicAccessBlockConfiguration configuration) {
    s3.world()
        .store()
        .write(
            transaction -> {
              s3.access().putAccount(transaction, accountId, configuration);
              return null;
            });
  }
}
