package io.nephele.services.s3.batch;

import io.nephele.api.s3.S3;
import io.nephele.core.access.Authorization;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.policy.ConditionKeys;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.StoredObject;
import io.nephele.services.s3.replication.ReplicationWork;
import java.io.IOException;

/** Replicates versions that were there before the rules, or were not replicated then. */
final class ReplicationTasks {
  private final BatchWorld batch;
  private final ReplicationWork work;

  ReplicationTasks(BatchWorld batch, ReplicationWork work) {
    this.batch = batch;
    this.work = work;
  }

  void replicate(Job job, Task task) throws IOException {
    S3World s3 = batch.s3();
    Bucket bucket = s3.read(reader -> s3.buckets().find(reader, job.partition(), task.bucket()));
    if (bucket == null) {
      throw S3Errors.noSuchBucket(task.bucket());
    }
    authorize(job, bucket, task);
    String versionId =
        s3.world()
            .store()
            .write(
                transaction -> {
                  StoredObject version =
                      task.versionId() == null
                          ? s3.objects().current(transaction, bucket, task.key())
                          : s3.objects().version(transaction, bucket, task.key(), task.versionId());
                  if (version == null) {
                    throw S3Errors.noSuchKey(task.key());
                  }
                  if (!work.mark(transaction, bucket, task.key(), version)) {
                    throw S3Errors.invalidRequest(
                        "The object is not eligible for replication by the bucket's rules");
                  }
                  return version.versionId();
                });
    if (!ReplicationWork.COMPLETED.equals(work.replicate(bucket, task.key(), versionId))) {
      throw AwsException.client("ReplicationFailed", 400, "The object could not be replicated");
    }
  }

  private void authorize(Job job, Bucket bucket, Task task) {
    Operation operation = S3.PutObject.model();
    Call call =
        new Call(
            operation,
            operation.service().protocols().getFirst(),
            batch.session(job),
            batch.regionOf(job, bucket.name()),
            batch.origin(job),
            batch.s3().world().ids().uuid().toString(),
            batch.s3().world().clock().now());
    Authorization decided =
        batch
            .s3()
            .world()
            .access()
            .authorize(
                call,
                "s3:InitiateReplication",
                bucket.arn(job.partition()) + "/" + task.key(),
                ConditionKeys.NONE);
    if (decided.denial() != null) {
      throw decided.denial();
    }
  }
}
