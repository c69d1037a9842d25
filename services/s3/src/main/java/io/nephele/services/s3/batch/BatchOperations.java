package io.nephele.services.s3.batch;

import io.nephele.api.s3control.S3control;
import io.nephele.core.call.Bindings;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.events.Destinations;
import io.nephele.services.s3.events.EventOutbox;
import io.nephele.services.s3.replication.ReplicationWork;

/** Binds the operations of S3 Batch Operations. */
public final class BatchOperations {
  private BatchOperations() {}

  /** Binds them, on the buckets and objects of that S3. */
  public static void bind(Bindings on, S3World s3) {
    AssumedRoles roles = new AssumedRoles(s3.world());
    BatchWorld batch = new BatchWorld(s3, new JobTable(), roles);
    ReplicationWork replication =
        new ReplicationWork(s3, roles, new EventOutbox(s3, new Destinations(s3)));
    JobRuns runs = new JobRuns(batch, replication);
    Jobs jobs = new Jobs(batch, runs);
    on.bind(S3control.CreateJob, jobs::create);
    on.bind(S3control.DescribeJob, jobs::describe);
    on.bind(S3control.ListJobs, jobs::list);
    on.bind(S3control.UpdateJobPriority, jobs::updatePriority);
    on.bind(S3control.UpdateJobStatus, jobs::updateStatus);
    JobTags tags = new JobTags(batch, jobs);
    on.bind(S3control.PutJobTagging, tags::put);
    on.bind(S3control.GetJobTagging, tags::get);
    on.bind(S3control.DeleteJobTagging, tags::delete);
  }
}
