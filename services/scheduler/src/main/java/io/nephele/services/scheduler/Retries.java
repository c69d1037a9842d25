package io.nephele.services.scheduler;

import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.time.Duration;

/** Calls that failed for a while and are made again, later and later. */
final class Retries {
  static final String TIMER = "scheduler.retries";
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 9;

  private final SchedulerWorld scheduler;
  private final Invocations invocations;
  private final Table<Attempt> attempts = Table.of("scheduler.retries", Attempt.class);

  Retries(SchedulerWorld scheduler, Invocations invocations) {
    this.scheduler = scheduler;
    this.invocations = invocations;
  }

  /** Has a call made again. */
  void add(Transaction transaction, Attempt attempt) {
    ScheduleRow schedule = attempt.schedule();
    Key id =
        Key.of(schedule.accountId())
            .with(schedule.region())
            .with(scheduler.world().ids().nextLong());
    put(transaction, id, attempt);
  }

  private void put(Transaction transaction, Key id, Attempt attempt) {
    Duration wait =
        FIRST_BACKOFF.multipliedBy(1L << Math.min(attempt.retries() - 1, MAX_DOUBLINGS));
    attempts.put(transaction, id, attempt);
    scheduler
        .world()
        .timers()
        .schedule(transaction, TIMER, id, scheduler.world().clock().now().plus(wait), Bytes.EMPTY);
  }

  /** Makes the call that the timer is for. */
  void tryAgain(Timer timer) {
    Attempt attempt = scheduler.read(reader -> attempts.get(reader, timer.id()));
    if (attempt == null) {
      return;
    }
    Plan plan = Plan.of(attempt.schedule());
    boolean again;
    try (Counts counts = new Counts(scheduler.world())) {
      AwsException error = invocations.invoke(plan, attempt, counts);
      again = error != null && invocations.failed(plan, attempt, error, counts);
    }
    scheduler.write(
        transaction -> {
          if (again) {
            put(transaction, timer.id(), attempt.triedOnceMore());
          } else {
            attempts.delete(transaction, timer.id());
          }
          return null;
        });
  }
}
