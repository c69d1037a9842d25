package io.nephele.services.s3.batch;

import io.nephele.api.s3control.CreateJobRequest;
import io.nephele.api.s3control.JobOperation;
import io.nephele.api.s3control.JobReport;
import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.s3.batch.Manifests.UnusableManifest;
import io.nephele.services.s3.replication.ReplicationWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Runs jobs step by step. What was done of a job is known when the next step begins. */
final class JobRuns {
  private static final String KIND = "s3control.jobs";
  private static final String EXPIRY = "s3control.expiry";
  private static final int TASKS_AT_ONCE = 50;
  private static final int ROWS_AT_ONCE = 1000;
  private static final int ENOUGH_TO_JUDGE = 1000;
  private static final Duration KEPT = Duration.ofDays(90);
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final BatchWorld batch;
  private final Manifests manifests;
  private final GeneratedManifests generated;
  private final TaskOperations operations;
  private final Reports reports;

  JobRuns(BatchWorld batch, ReplicationWork replication) {
    this.batch = batch;
    this.manifests = new Manifests(batch);
    this.generated = new GeneratedManifests(batch, replication);
    this.operations = new TaskOperations(batch, replication);
    this.reports = new Reports(batch);
    batch.s3().world().timers().onWork(KIND, this::run);
    batch
        .s3()
        .world()
        .timers()
        .on(EXPIRY, (transaction, timer) -> batch.jobs().delete(transaction, timer.id()));
  }

  /** Has a job go on. */
  void schedule(Transaction transaction, Key job) {
    batch
        .s3()
        .world()
        .timers()
        .schedule(transaction, KIND, job, batch.s3().world().clock().now(), NOTHING);
  }

  /** Has a job that ended forgotten in 90 days. */
  void scheduleExpiry(Transaction transaction, Key job) {
    Instant at = batch.s3().world().clock().now().plus(KEPT);
    batch.s3().world().timers().schedule(transaction, EXPIRY, job, at, NOTHING);
  }

  private void run(Timer timer) throws IOException {
    Job job = batch.s3().read(reader -> batch.jobs().get(reader, timer.id()));
    while (job != null) {
      job =
          switch (job.state().status()) {
            case "New", "Preparing" -> prepare(job);
            case "Ready", "Active", "Paused" -> goOn(job);
            case "Completing" -> end(job, "Complete");
            case "Failing" -> end(job, "Failed");
            case "Cancelling" -> end(job, "Cancelled");
            default -> null;
          };
    }
  }

  private long now() {
    return batch.s3().now();
  }

  private Job change(Key key, UnaryOperator<Job.State> change) {
    return batch
        .s3()
        .world()
        .store()
        .write(transaction -> batch.jobs().change(transaction, key, change));
  }

  private Job fail(Job job, String code, String reason) {
    return change(job.key(), state -> state.hasEnded() ? state : state.failing(code, reason));
  }

  private Job prepare(Job job) throws IOException {
    change(job.key(), state -> state.status().equals("New") ? state.to("Preparing") : state);
    List<Task> some = new ArrayList<>();
    long[] count = {0};
    CreateJobRequest created = job.created();
    batch
        .s3()
        .world()
        .store()
        .write(
            transaction -> {
              batch.jobs().deleteTasks(transaction, job.key()); // of a try that ended half-way
              return null;
            });
    try {
      Consumer<Task> add =
          task -> {
            some.add(task);
            if (some.size() == ROWS_AT_ONCE) {
              addTasks(job, count, some);
            }
          };
      if (created.manifest() != null) {
        manifests.read(job, created.manifest(), add);
      } else {
        generated.read(job, created.manifestGenerator().s3JobManifestGenerator(), add);
      }
    } catch (AwsException e) {
      String code = String.valueOf(e.status());
      return fail(job, code, "Reading the manifest caused an error: " + e.getMessage());
    } catch (UnusableManifest e) {
      return fail(job, "400", e.getMessage());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    addTasks(job, count, some);
    if (count[0] == 0) {
      return fail(job, "400", "The manifest lists no objects");
    }
    boolean confirm = Boolean.TRUE.equals(created.confirmationRequired());
    return change(
        job.key(),
        state -> {
          if (!state.status().equals("Preparing")) {
            return state; // cancelled meanwhile
          }
          Job.State prepared = state.prepared(count[0]);
          return confirm ? prepared.to("Suspended").at(0, now(), 0) : prepared.to("Ready");
        });
  }

  private void addTasks(Job job, long[] count, List<Task> some) {
    batch
        .s3()
        .world()
        .store()
        .write(
            transaction -> {
              batch.jobs().addTasks(transaction, job.key(), count[0], some);
              return null;
            });
    count[0] += some.size();
    some.clear();
  }

  private Job goOn(Job job) {
    if (pauseIfOutranked(job)) {
      return null; // until the other ends
    }
    Job active =
        change(
            job.key(),
            state ->
                isRunning(state)
                    ? state
                        .to("Active")
                        .at(
                            state.startedAt() == 0 ? now() : state.startedAt(),
                            state.suspendedAt(),
                            0)
                    : state);
    return active == null || !isRunning(active.state()) ? active : step(active);
  }

  private static boolean isRunning(Job.State state) {
    return state.status().equals("Ready")
        || state.status().equals("Active")
        || state.status().equals("Paused");
  }

  /**
   * Pauses a job if there is another to do before it. Whoever ends that one sees the pause, because
   * both are transactions.
   */
  private boolean pauseIfOutranked(Job job) {
    return batch
        .s3()
        .world()
        .store()
        .write(
            transaction -> {
              Job now = batch.jobs().get(transaction, job.key());
              if (now == null || !isRunning(now.state())) {
                return false; // it was cancelled, which is seen next
              }
              for (Job other : batch.jobs().list(transaction, job.accountId(), job.region())) {
                if (other.priority() > now.priority() && isRunning(other.state())) {
                  batch.jobs().put(transaction, now.with(now.state().to("Paused")));
                  return true;
                }
              }
              return false;
            });
  }

  private Job step(Job job) {
    JobOperation operation = job.created().operation();
    long first = job.state().next();
    List<Task> tasks =
        batch.s3().read(reader -> batch.jobs().tasks(reader, job.key(), first, TASKS_AT_ONCE));
    if (tasks.isEmpty()) {
      return change(
          job.key(), state -> state.status().equals("Active") ? state.to("Completing") : state);
    }
    List<Task.Outcome> outcomes = new ArrayList<>();
    for (Task task : tasks) {
      outcomes.add(operations.run(job, operation, task));
    }
    Job done = batch.s3().world().store().write(transaction -> finish(transaction, job, outcomes));
    boolean hopeless =
        done != null
            && done.state().next() >= ENOUGH_TO_JUDGE
            && done.state().failed() * 2 > done.state().next();
    return hopeless ? fail(done, "JobFailed", "More than half of the tasks failed") : done;
  }

  private Job finish(Transaction transaction, Job job, List<Task.Outcome> outcomes) {
    JobReport report = job.created().report();
    boolean told = Boolean.TRUE.equals(report.enabled());
    boolean failuresOnly = "FailedTasksOnly".equals(report.reportScope());
    long failed = 0;
    long number = job.state().next();
    for (Task.Outcome outcome : outcomes) {
      failed += outcome.failed() ? 1 : 0;
      boolean kept = told && (outcome.failed() || !failuresOnly);
      batch.jobs().finishTask(transaction, job.key(), number++, kept ? outcome : null);
    }
    long failures = failed;
    return batch
        .jobs()
        .change(transaction, job.key(), state -> state.done(outcomes.size(), failures));
  }

  private Job end(Job job, String status) {
    String failure = null;
    try {
      reports.write(job);
    } catch (AwsException e) {
      failure = "Writing the report caused an error: " + e.getMessage();
    }
    String reason = failure;
    batch
        .s3()
        .world()
        .store()
        .write(
            transaction -> {
              batch
                  .jobs()
                  .change(
                      transaction,
                      job.key(),
                      state -> {
                        Job.State ended =
                            reason == null
                                ? state.to(status)
                                : state.failing("ReportFailed", reason).to("Failed");
                        return ended.at(state.startedAt(), state.suspendedAt(), now());
                      });
              batch.jobs().deleteTasks(transaction, job.key());
              scheduleExpiry(transaction, job.key());
              for (Job other : batch.jobs().list(transaction, job.accountId(), job.region())) {
                if (other.state().status().equals("Paused")) {
                  schedule(transaction, other.key());
                }
              }
              return null;
            });
    return null;
  }
}
