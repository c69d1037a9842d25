package io.nephele.services.s3.batch;

import io.nephele.api.s3.DeleteObjectTaggingRequest;
import io.nephele.api.s3.GlacierJobParameters;
import io.nephele.api.s3.ObjectLockLegalHold;
import io.nephele.api.s3.ObjectLockRetention;
import io.nephele.api.s3.PutObjectLegalHoldRequest;
import io.nephele.api.s3.PutObjectRetentionRequest;
import io.nephele.api.s3.PutObjectTaggingRequest;
import io.nephele.api.s3.RestoreObjectRequest;
import io.nephele.api.s3.RestoreRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.s3.Tag;
import io.nephele.api.s3.Tagging;
import io.nephele.api.s3control.JobOperation;
import io.nephele.api.s3control.S3InitiateRestoreObjectOperation;
import io.nephele.api.s3control.S3SetObjectRetentionOperation;
import io.nephele.api.s3control.S3Tag;
import io.nephele.model.AwsException;
import io.nephele.services.s3.replication.ReplicationWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Does what jobs do to one object, by the same calls as anybody would. */
final class TaskOperations {
  private static final int DONE = 200;

  private final BatchWorld batch;
  private final CopyTasks copies;
  private final AclTasks acls;
  private final LambdaTasks functions;
  private final ReplicationTasks replications;

  TaskOperations(BatchWorld batch, ReplicationWork replication) {
    this.batch = batch;
    this.copies = new CopyTasks(batch);
    this.acls = new AclTasks(batch);
    this.functions = new LambdaTasks(batch);
    this.replications = new ReplicationTasks(batch, replication);
  }

  /** Does it; what goes wrong is told, not thrown. */
  Task.Outcome run(Job job, JobOperation operation, Task task) {
    try {
      return new Task.Outcome(task, null, DONE, answer(job, operation, task));
    } catch (AwsException e) {
      return new Task.Outcome(task, e.code(), e.status(), e.getMessage());
    } catch (IOException e) {
      return new Task.Outcome(task, "InternalError", 500, e.getMessage());
    }
  }

  private String answer(Job job, JobOperation operation, Task task) throws IOException {
    if (operation.s3PutObjectTagging() != null) {
      tag(job, operation.s3PutObjectTagging().tagSet(), task);
    } else if (operation.s3DeleteObjectTagging() != null) {
      batch.call(
          job,
          S3.DeleteObjectTagging,
          new DeleteObjectTaggingRequest()
              .bucket(task.bucket())
              .key(task.key())
              .versionId(task.versionId()),
          task.bucket());
    } else if (operation.s3PutObjectAcl() != null) {
      acls.put(job, operation.s3PutObjectAcl(), task);
    } else if (operation.s3PutObjectCopy() != null) {
      return copies.copy(job, operation.s3PutObjectCopy(), task);
    } else if (operation.s3InitiateRestoreObject() != null) {
      restore(job, operation.s3InitiateRestoreObject(), task);
    } else if (operation.s3PutObjectLegalHold() != null) {
      hold(job, operation.s3PutObjectLegalHold().legalHold().status(), task);
    } else if (operation.s3PutObjectRetention() != null) {
      retain(job, operation.s3PutObjectRetention(), task);
    } else if (operation.lambdaInvoke() != null) {
      return functions.invoke(job, operation.lambdaInvoke(), task);
    } else {
      replications.replicate(job, task);
    }
    return "Successful";
  }

  private void tag(Job job, List<S3Tag> tags, Task task) {
    List<Tag> set = new ArrayList<>();
    if (tags != null) {
      for (S3Tag tag : tags) {
        set.add(new Tag().key(tag.key()).value(tag.value()));
      }
    }
    batch.call(
        job,
        S3.PutObjectTagging,
        new PutObjectTaggingRequest()
            .bucket(task.bucket())
            .key(task.key())
            .versionId(task.versionId())
            .tagging(new Tagging().tagSet(set)),
        task.bucket());
  }

  private void restore(Job job, S3InitiateRestoreObjectOperation operation, Task task) {
    String tier = "BULK".equals(operation.glacierJobTier()) ? "Bulk" : "Standard";
    batch.call(
        job,
        S3.RestoreObject,
        new RestoreObjectRequest()
            .bucket(task.bucket())
            .key(task.key())
            .versionId(task.versionId())
            .restoreRequest(
                new RestoreRequest()
                    .days(operation.expirationInDays())
                    .glacierJobParameters(new GlacierJobParameters().tier(tier))),
        task.bucket());
  }

  private void hold(Job job, String status, Task task) {
    batch.call(
        job,
        S3.PutObjectLegalHold,
        new PutObjectLegalHoldRequest()
            .bucket(task.bucket())
            .key(task.key())
            .versionId(task.versionId())
            .legalHold(new ObjectLockLegalHold().status(status)),
        task.bucket());
  }

  private void retain(Job job, S3SetObjectRetentionOperation operation, Task task) {
    batch.call(
        job,
        S3.PutObjectRetention,
        new PutObjectRetentionRequest()
            .bucket(task.bucket())
            .key(task.key())
            .versionId(task.versionId())
            .bypassGovernanceRetention(operation.bypassGovernanceRetention())
            .retention(
                new ObjectLockRetention()
                    .mode(operation.retention().mode())
                    .retainUntilDate(operation.retention().retainUntilDate())),
        task.bucket());
  }
}
