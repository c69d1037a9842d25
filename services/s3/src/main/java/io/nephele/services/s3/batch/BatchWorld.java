package io.nephele.services.s3.batch;

import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.model.ApiOperation;
import io.nephele.model.View;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;

/** What the parts of Batch Operations share. */
record BatchWorld(S3World s3, JobTable jobs, AssumedRoles roles) {
  static final String SERVICE = "batchoperations.s3.amazonaws.com";

  private static final String BUCKET = ":s3:::";

  /** A session of the role of a job. */
  Principal session(Job job) {
    return roles.assume(
        new AssumedRoles.Wanted(
            job.created().roleArn(), SERVICE, job.accountId(), job.arn(), "s3-batch-operations"),
        Regions.find(job.region()));
  }

  Origin origin(Job job) {
    return Origin.service(SERVICE, job.arn());
  }

  /** Calls S3, or another service, in the name of a job's role, in the region of a bucket. */
  <I extends View, O extends View> O call(
      Job job, ApiOperation<I, O> operation, I request, String bucket) {
    return s3.world().call(operation, request, session(job), regionOf(job, bucket), origin(job));
  }

  Region regionOf(Job job, String name) {
    Bucket bucket =
        name == null ? null : s3.read(reader -> s3.buckets().find(reader, job.partition(), name));
    return Regions.find(bucket == null ? job.region() : bucket.region());
  }

  /** The bucket that an ARN names, and the key after it or null; null if it is no such ARN. */
  static String[] bucketAndKey(String arn) {
    int at = arn == null ? -1 : arn.indexOf(BUCKET);
    if (at < 0 || !arn.startsWith("arn:")) {
      return null;
    }
    String rest = arn.substring(at + BUCKET.length());
    int slash = rest.indexOf('/');
    return slash < 0
        ? new String[] {rest, null}
        : new String[] {rest.substring(0, slash), rest.substring(slash + 1)};
  }
}
