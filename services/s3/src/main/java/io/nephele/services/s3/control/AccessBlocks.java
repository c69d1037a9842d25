package io.nephele.services.s3.control;

import io.nephele.api.s3control.PublicAccessBlockConfiguration;

/** Public access blocks, which both models of S3 define, in the form of each. */
final class AccessBlocks {
  private AccessBlocks() {}

  /** As it is stored; what is not said is not blocked. */
  static io.nephele.api.s3.PublicAccessBlockConfiguration toStored(
      PublicAccessBlockConfiguration given) {
    return new io.nephele.api.s3.PublicAccessBlockConfiguration()
        .blockPublicAcls(Boolean.TRUE.equals(given.blockPublicAcls()))
        .ignorePublicAcls(Boolean.TRUE.equals(given.ignorePublicAcls()))
        .blockPublicPolicy(Boolean.TRUE.equals(given.blockPublicPolicy()))
        .restrictPublicBuckets(Boolean.TRUE.equals(given.restrictPublicBuckets()));
  }

  /** As S3 Control gives it. */
  static PublicAccessBlockConfiguration ofStored(
      io.nephele.api.s3.PublicAccessBlockConfiguration stored) {
    return new PublicAccessBlockConfiguration()
        .blockPublicAcls(stored.blockPublicAcls())
        .ignorePublicAcls(stored.ignorePublicAcls())
        .blockPublicPolicy(stored.blockPublicPolicy())
        .restrictPublicBuckets(stored.restrictPublicBuckets());
  }
}
