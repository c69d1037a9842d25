package io.nephele.services.s3.batch;

import io.nephele.api.s3control.CreateJobRequest;
import io.nephele.api.s3control.CreateJobResult;
import io.nephele.api.s3control.DescribeJobRequest;
import io.nephele.api.s3control.DescribeJobResult;
import io.nephele.api.s3control.IdempotencyException;
import io.nephele.api.s3control.JobDescriptor;
import io.nephele.api.s3control.JobFailure;
import io.nephele.api.s3control.JobListDescriptor;
import io.nephele.api.s3control.JobOperation;
import io.nephele.api.s3control.JobProgressSummary;
import io.nephele.api.s3control.JobStatusException;
import io.nephele.api.s3control.JobTimers;
import io.nephele.api.s3control.ListJobsRequest;
import io.nephele.api.s3control.ListJobsResult;
import io.nephele.api.s3control.S3Tag;
import io.nephele.api.s3control.UpdateJobPriorityRequest;
import io.nephele.api.s3control.UpdateJobPriorityResult;
import io.nephele.api.s3control.UpdateJobStatusRequest;
import io.nephele.api.s3control.UpdateJobStatusResult;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.services.s3.S3Errors;
import io.nephele.wire.cbor.StoredStructs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates, tells of and changes jobs. */
final class Jobs {
  private static final int MOST_LISTED = 1000;

  private final BatchWorld batch;
  private final JobRuns runs;

  Jobs(BatchWorld batch, JobRuns runs) {
    this.batch = batch;
    this.runs = runs;
  }

  /** Nobody may name another's account. */
  static void checkAccount(String accountId, Call call) {
    if (accountId == null) {
      throw JobValidation.invalid("Missing required header for this request: x-amz-account-id");
    }
    if (!accountId.equals(call.accountId())) {
      throw S3Errors.accessDenied();
    }
  }

  static Key key(String id, Call call) {
    return Key.of(call.accountId()).with(call.region().name()).with(id);
  }

  Job find(Reader reader, String id, Call call) {
    Job job = id == null ? null : batch.jobs().get(reader, key(id, call));
    if (job == null) {
      throw AwsException.client("NoSuchJob", 404, "The specified job does not exist.");
    }
    return job;
  }

  CreateJobResult create(CreateJobRequest in, Call call) {
    checkAccount(in.accountId(), call);
    JobValidation.check(in, batch.s3().world());
    Bytes request = Bytes.of(StoredStructs.write(in.struct()));
    Key token = key(in.clientRequestToken(), call);
    Job made =
        new Job(
            batch.s3().world().ids().uuid().toString(),
            call.accountId(),
            call.region().name(),
            call.partition(),
            request,
            in.priority(),
            batch.s3().now(),
            tags(in.tags()),
            Job.State.begun());
    String id =
        batch
            .s3()
            .world()
            .store()
            .write(
                transaction -> {
                  String known = batch.jobs().jobOf(transaction, token);
                  Job there =
                      known == null ? null : batch.jobs().get(transaction, key(known, call));
                  if (there != null && !there.request().equals(request)) {
                    throw new IdempotencyException(
                        "A job was created with this client request token, but by another"
                            + " request.");
                  }
                  if (there != null) {
                    return known;
                  }
                  batch.jobs().put(transaction, made);
                  batch.jobs().putToken(transaction, token, made.id());
                  runs.schedule(transaction, made.key());
                  return made.id();
                });
    return new CreateJobResult().jobId(id);
  }

  static Map<String, String> tags(List<S3Tag> tags) {
    Map<String, String> byKey = new LinkedHashMap<>();
    if (tags != null) {
      for (S3Tag tag : tags) {
        byKey.put(tag.key(), tag.value());
      }
    }
    return byKey;
  }

  DescribeJobResult describe(DescribeJobRequest in, Call call) {
    checkAccount(in.accountId(), call);
    Job job = batch.s3().read(reader -> find(reader, in.jobId(), call));
    CreateJobRequest created = job.created();
    Job.State state = job.state();
    return new DescribeJobResult()
        .job(
            new JobDescriptor()
                .jobId(job.id())
                .jobArn(job.arn())
                .confirmationRequired(Boolean.TRUE.equals(created.confirmationRequired()))
                .description(created.description())
                .status(state.status())
                .manifest(created.manifest())
                .manifestGenerator(created.manifestGenerator())
                .operation(created.operation())
                .priority(job.priority())
                .progressSummary(progress(job))
                .statusUpdateReason(state.reason())
                .failureReasons(
                    state.failureCode() == null
                        ? null
                        : List.of(
                            new JobFailure()
                                .failureCode(state.failureCode())
                                .failureReason(state.failureReason())))
                .report(created.report())
                .creationTime(Instant.ofEpochMilli(job.createdAt()))
                .terminationDate(time(state.endedAt()))
                .roleArn(created.roleArn())
                .suspendedDate(time(state.suspendedAt()))
                .suspendedCause(
                    state.status().equals("Suspended") ? "AwaitingConfirmation" : null));
  }

  private static Instant time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  private JobProgressSummary progress(Job job) {
    Job.State state = job.state();
    long end = state.endedAt() == 0 ? batch.s3().now() : state.endedAt();
    return new JobProgressSummary()
        .totalNumberOfTasks(state.total())
        .numberOfTasksSucceeded(state.succeeded())
        .numberOfTasksFailed(state.failed())
        .timers(
            new JobTimers()
                .elapsedTimeInActiveSeconds(
                    state.startedAt() == 0 ? 0 : (end - state.startedAt()) / 1000));
  }

  ListJobsResult list(ListJobsRequest in, Call call) {
    checkAccount(in.accountId(), call);
    int most = in.maxResults() == null ? MOST_LISTED : in.maxResults();
    if (most < 1 || most > MOST_LISTED) {
      throw JobValidation.invalid("The maximum number of results must be between 1 and 1000");
    }
    List<Job> all =
        batch
            .s3()
            .read(reader -> batch.jobs().list(reader, call.accountId(), call.region().name()));
    all.sort(Comparator.comparingLong(Job::createdAt).reversed().thenComparing(Job::id));
    List<JobListDescriptor> page = new ArrayList<>();
    boolean begun = in.nextToken() == null;
    String next = null;
    String last = null;
    for (Job job : all) {
      boolean listed =
          in.jobStatuses() == null
              || in.jobStatuses().isEmpty()
              || in.jobStatuses().contains(job.state().status());
      if (begun && listed) {
        if (page.size() == most) {
          next = last;
          break;
        }
        page.add(listed(job));
        last = job.id();
      }
      begun |= job.id().equals(in.nextToken());
    }
    if (!begun) {
      throw AwsException.client("InvalidNextToken", 400, "The next token is not valid");
    }
    return new ListJobsResult().jobs(page).nextToken(next);
  }

  private JobListDescriptor listed(Job job) {
    CreateJobRequest created = job.created();
    return new JobListDescriptor()
        .jobId(job.id())
        .description(created.description())
        .operation(nameOf(created.operation()))
        .priority(job.priority())
        .status(job.state().status())
        .creationTime(Instant.ofEpochMilli(job.createdAt()))
        .terminationDate(time(job.state().endedAt()))
        .progressSummary(progress(job));
  }

  private static String nameOf(JobOperation operation) {
    for (Member member : operation.struct().shape().members()) {
      if (operation.struct().get(member) != null) {
        return member.name();
      }
    }
    return null;
  }

  UpdateJobPriorityResult updatePriority(UpdateJobPriorityRequest in, Call call) {
    checkAccount(in.accountId(), call);
    if (in.priority() == null || in.priority() < 0) {
      throw JobValidation.invalid("The priority of a job must be between 0 and 2147483647");
    }
    batch
        .s3()
        .world()
        .store()
        .write(
            transaction -> {
              Job job = find(transaction, in.jobId(), call);
              if (job.state().hasEnded()) {
                throw notAllowed(job);
              }
              batch.jobs().put(transaction, job.withPriority(in.priority()));
              for (Job each : batch.jobs().list(transaction, job.accountId(), job.region())) {
                if (each.state().status().equals("Paused")) {
                  runs.schedule(transaction, each.key());
                }
              }
              return null;
            });
    return new UpdateJobPriorityResult().jobId(in.jobId()).priority(in.priority());
  }

  private static AwsException notAllowed(Job job) {
    return new JobStatusException(
        "The job cannot be changed while its status is " + job.state().status() + ".");
  }

  UpdateJobStatusResult updateStatus(UpdateJobStatusRequest in, Call call) {
    checkAccount(in.accountId(), call);
    String wanted = in.requestedJobStatus();
    if (!"Cancelled".equals(wanted) && !"Ready".equals(wanted)) {
      throw JobValidation.invalid("The requested status of a job must be Cancelled or Ready");
    }
    String status =
        batch
            .s3()
            .world()
            .store()
            .write(
                transaction -> {
                  Job job = find(transaction, in.jobId(), call);
                  String from = job.state().status();
                  boolean confirmed = wanted.equals("Ready");
                  if (job.state().hasEnded() || confirmed && !from.equals("Suspended")) {
                    throw notAllowed(job);
                  }
                  Job.State state =
                      job.state()
                          .to(confirmed ? "Ready" : "Cancelling")
                          .because(in.statusUpdateReason());
                  batch.jobs().put(transaction, job.with(state));
                  if (from.equals("Suspended") || from.equals("Paused")) {
                    runs.schedule(transaction, job.key()); // others go on anyhow, and see it
                  }
                  return state.status();
                });
    return new UpdateJobStatusResult()
        .jobId(in.jobId())
        .status(status)
        .statusUpdateReason(in.statusUpdateReason());
  }
}
