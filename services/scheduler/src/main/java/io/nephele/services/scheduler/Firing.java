package io.nephele.services.scheduler;

import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls the targets of schedules that are due, some at a time, and plans when those are due next.
 * Who falls between the two calls them again: at least once.
 */
final class Firing {
  private static final int AT_A_TIME = 64;
  private static final int MOST_KEPT = 10_000;

  private final SchedulerWorld scheduler;
  private final Agenda agenda;
  private final Invocations invocations;
  private final Retries retries;

  /** Plans that were read lately, which hold as long as the row is the one that they were of. */
  private final Map<Key, Plan> plans = new ConcurrentHashMap<>();

  Firing(SchedulerWorld scheduler, Agenda agenda, Invocations invocations, Retries retries) {
    this.scheduler = scheduler;
    this.agenda = agenda;
    this.invocations = invocations;
    this.retries = retries;
  }

  /**
   * What became of a firing.
   *
   * @param plan null if the schedule is gone
   * @param failed what is to be tried again, or null
   */
  private record Done(Agenda.Entry entry, Plan plan, Attempt failed) {}

  /** Calls all targets that are due in the timer's slot. */
  void fire(Timer timer) {
    while (true) {
      List<Agenda.Entry> entries =
          scheduler.read(reader -> agenda.first(reader, timer.id(), AT_A_TIME));
      if (entries.isEmpty()) {
        return;
      }
      List<ScheduleRow> rows =
          scheduler.read(
              reader -> {
                List<ScheduleRow> found = new ArrayList<>(entries.size());
                for (Agenda.Entry entry : entries) {
                  found.add(scheduler.schedules().get(reader, entry.schedule()));
                }
                return found;
              });
      List<Done> done = new ArrayList<>(entries.size());
      try (Counts counts = new Counts(scheduler.world())) {
        for (int i = 0; i < rows.size(); i++) {
          done.add(call(entries.get(i), rows.get(i), counts));
        }
      }
      scheduler.write(
          transaction -> {
            Set<Key> slots = new HashSet<>();
            for (Done one : done) {
              proceed(transaction, one, slots);
            }
            for (Key slot : slots) {
              agenda.wake(transaction, slot);
            }
            return null;
          });
    }
  }

  private Done call(Agenda.Entry entry, ScheduleRow row, Counts counts) {
    if (row == null) {
      return new Done(entry, null, null);
    }
    Plan plan = plan(entry.schedule(), row);
    Attempt attempt =
        new Attempt(row, scheduler.world().ids().hex(16), entry.scheduledAt(), scheduler.now(), 0);
    AwsException error = invocations.invoke(plan, attempt, counts);
    boolean again = error != null && invocations.failed(plan, attempt, error, counts);
    return new Done(entry, plan, again ? attempt.triedOnceMore() : null);
  }

  private Plan plan(Key key, ScheduleRow row) {
    Plan known = plans.get(key);
    if (known != null && (known.row() == row || known.row().equals(row))) {
      return known;
    }
    if (plans.size() >= MOST_KEPT) {
      plans.clear();
    }
    Plan plan = Plan.of(row);
    plans.put(key, plan);
    return plan;
  }

  private void proceed(Transaction transaction, Done done, Set<Key> slots) {
    if (done.failed != null) {
      retries.add(transaction, done.failed);
    }
    if (!agenda.isDue(transaction, done.entry)) {
      // It was changed or deleted meanwhile.
      return;
    }
    ScheduleRow row = scheduler.schedules().get(transaction, done.entry.schedule());
    if (row == null) {
      agenda.drop(transaction, done.entry);
      return;
    }
    boolean same = done.plan != null && row.equals(done.plan.row());
    Plan plan = same ? done.plan : Plan.of(row);
    Instant next = plan.after(Instant.ofEpochMilli(done.entry.scheduledAt()));
    agenda.move(transaction, done.entry, plan, next, slots);
    if (next == null && plan.isDeletedWhenComplete()) {
      scheduler.schedules().delete(transaction, done.entry.schedule());
    }
  }
}
