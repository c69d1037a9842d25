package io.nephele.services.s3.access;

import io.nephele.api.s3.PublicAccessBlockConfiguration;

/**
 * What of public access is blocked: by the bucket's settings or by its account's, whichever blocks
 * more.
 */
record PublicAccess(
    boolean blockAcls, boolean ignoreAcls, boolean blockPolicy, boolean restrictBuckets) {
  /** Nothing is blocked. */
  static final PublicAccess OPEN = new PublicAccess(false, false, false, false);

  /** Everything is blocked: what new buckets have. */
  static final PublicAccess CLOSED = new PublicAccess(true, true, true, true);

  /** What a configuration blocks, which may be null. */
  static PublicAccess of(PublicAccessBlockConfiguration configuration) {
    return configuration == null
        ? OPEN
        : new PublicAccess(
            Boolean.TRUE.equals(configuration.blockPublicAcls()),
            Boolean.TRUE.equals(configuration.ignorePublicAcls()),
            Boolean.TRUE.equals(configuration.blockPublicPolicy()),
            Boolean.TRUE.equals(configuration.restrictPublicBuckets()));
  }

  /** The configuration that says so. */
  PublicAccessBlockConfiguration document() {
    return new PublicAccessBlockConfiguration()
        .blockPublicAcls(blockAcls)
        .ignorePublicAcls(ignoreAcls)
        .blockPublicPolicy(blockPolicy)
        .restrictPublicBuckets(restrictBuckets);
  }

  /** What both together block. */
  PublicAccess and(PublicAccess other) {
    return new PublicAccess(
        blockAcls || other.blockAcls,
        ignoreAcls || other.ignoreAcls,
        blockPolicy || other.blockPolicy,
        restrictBuckets || other.restrictBuckets);
  }
}
