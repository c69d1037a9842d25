package io.nephele.services.s3.replication;

import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.StoredObject;
import java.util.Collection;
import java.util.List;

/**
 * A version that is to be replicated.
 *
 * @param rules of its bucket, or null if there are none any more
 */
record Source(
    String partition, Bucket bucket, String key, StoredObject object, ReplicationRules rules) {

  /** The rules by which it goes to its destinations, one each. */
  Collection<ReplicationRules.Rule> chosen() {
    return rules == null ? List.of() : rules.of(key, object);
  }

  String arn() {
    return bucket.arn(partition) + "/" + key;
  }
}
