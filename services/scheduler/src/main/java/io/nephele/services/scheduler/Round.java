package io.nephele.services.scheduler;

import io.nephele.model.AwsException;
import java.util.List;

/** Calls the targets of schedules that are due at the same moment, side by side. */
final class Round {
  private final SchedulerWorld scheduler;
  private final Invocations invocations;
  private final Lanes lanes;

  Round(SchedulerWorld scheduler, Invocations invocations) {
    this.scheduler = scheduler;
    this.invocations = invocations;
    this.lanes = new Lanes(scheduler.world());
  }

  /**
   * A schedule that is due.
   *
   * @param scheduledAt the time that it says, in milliseconds
   */
  record Due(Plan plan, long scheduledAt) {}

  /**
   * Calls all targets.
   *
   * @return in the same order what is to be tried again, null of what is not
   */
  Attempt[] call(List<Due> due) throws InterruptedException {
    Attempt[] failed = new Attempt[due.size()];
    lanes.each(due.size(), () -> new Calls(due, failed));
    return failed;
  }

  private final class Calls implements Lanes.Lane {
    private final List<Due> due;
    private final Attempt[] failed;
    private final Counts counts = new Counts(scheduler.world());

    private Calls(List<Due> due, Attempt[] failed) {
      this.due = due;
      this.failed = failed;
    }

    @Override
    public void run(int index) {
      Due one = due.get(index);
      Plan plan = one.plan;
      Attempt attempt =
          new Attempt(
              plan.row(), scheduler.world().ids().hex(16), one.scheduledAt, scheduler.now(), 0);
      AwsException error = invocations.invoke(plan, attempt, counts);
      if (error != null && invocations.failed(plan, attempt, error, counts)) {
        failed[index] = attempt.triedOnceMore();
      }
    }

    @Override
    public void close() {
      counts.close();
    }
  }
}
