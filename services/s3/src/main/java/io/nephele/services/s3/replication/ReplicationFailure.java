package io.nephele.services.s3.replication;

/** A version cannot be replicated to a destination. */
final class ReplicationFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /** With the reason as events tell it, for example {@code DstBucketNotFound}. */
  ReplicationFailure(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
