package io.nephele.services.s3.batch;

import io.nephele.api.s3control.DeleteJobTaggingRequest;
import io.nephele.api.s3control.DeleteJobTaggingResult;
import io.nephele.api.s3control.GetJobTaggingRequest;
import io.nephele.api.s3control.GetJobTaggingResult;
import io.nephele.api.s3control.PutJobTaggingRequest;
import io.nephele.api.s3control.PutJobTaggingResult;
import io.nephele.api.s3control.S3Tag;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tags of jobs. */
final class JobTags {
  private static final int MOST = 50;

  private final BatchWorld batch;
  private final Jobs jobs;

  JobTags(BatchWorld batch, Jobs jobs) {
    this.batch = batch;
    this.jobs = jobs;
  }

  PutJobTaggingResult put(PutJobTaggingRequest in, Call call) {
    Jobs.checkAccount(in.accountId(), call);
    if (in.tags() == null) {
      throw JobValidation.invalid("Request invalid");
    }
    if (in.tags().size() > MOST) {
      throw AwsException.client(
          "TooManyTags", 400, "The number of tags exceeds the limit of 50 tags");
    }
    replace(in.jobId(), Jobs.tags(in.tags()), call);
    return new PutJobTaggingResult();
  }

  GetJobTaggingResult get(GetJobTaggingRequest in, Call call) {
    Jobs.checkAccount(in.accountId(), call);
    Job job = batch.s3().read(reader -> jobs.find(reader, in.jobId(), call));
    List<S3Tag> tags = new ArrayList<>();
    job.tags().forEach((key, value) -> tags.add(new S3Tag().key(key).value(value)));
    return new GetJobTaggingResult().tags(tags);
  }

  DeleteJobTaggingResult delete(DeleteJobTaggingRequest in, Call call) {
    Jobs.checkAccount(in.accountId(), call);
    replace(in.jobId(), Map.of(), call);
    return new DeleteJobTaggingResult();
  }

  private void replace(String id, Map<String, String> tags, Call call) {
    batch
        .s3()
        .world()
        .store()
        .write(
            transaction -> {
              Job job = jobs.find(transaction, id, call);
              batch.jobs().put(transaction, job.withTags(tags));
              return null;
            });
  }
}
