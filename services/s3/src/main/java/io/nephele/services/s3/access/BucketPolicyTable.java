package io.nephele.services.s3.access;

import io.nephele.core.store.Reader;
import io.nephele.core.store.RecentlyDecoded;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.s3.buckets.Bucket;

/** The policies of buckets. They are read at every call, so the latest are kept as compiled. */
public final class BucketPolicyTable {
  private final Table<BucketPolicy> policies =
      Table.of("s3.policies", new RecentlyDecoded<>(BucketPolicy.CODEC));

  /** The policies of a world. */
  public BucketPolicyTable() {}

  /** The policy of a bucket, or null. */
  BucketPolicy find(Reader reader, Bucket bucket) {
    return policies.get(reader, bucket.objects());
  }

  /** Stores a policy in place of the one there was. */
  void put(Transaction transaction, Bucket bucket, BucketPolicy policy) {
    policies.put(transaction, bucket.objects(), policy);
  }

  /** Removes the policy of a bucket, if there is one. */
  public void delete(Transaction transaction, Bucket bucket) {
    policies.delete(transaction, bucket.objects());
  }
}
