package io.nephele.services.scheduler;

import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Calls the targets of schedules that are due on their own, some at a time, and plans when those
 * are due next. Who falls between the two calls them again: at least once.
 */
final class Firing {
  private static final int AT_A_TIME = 64;

  private final SchedulerWorld scheduler;
  private final Agenda agenda;
  private final Plans plans;
  private final Round round;
  private final Retries retries;

  Firing(SchedulerWorld scheduler, Agenda agenda, Plans plans, Round round, Retries retries) {
    this.scheduler = scheduler;
    this.agenda = agenda;
    this.plans = plans;
    this.round = round;
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
  void fire(Timer timer) throws InterruptedException {
    while (true) {
      List<Agenda.Entry> entries =
          scheduler.read(reader -> agenda.first(reader, timer.id(), AT_A_TIME));
      if (entries.isEmpty()) {
        return;
      }
      List<Done> done = call(entries);
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

  private List<Done> call(List<Agenda.Entry> entries) throws InterruptedException {
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
    List<Agenda.Entry> there = new ArrayList<>(entries.size());
    List<Round.Due> due = new ArrayList<>(entries.size());
    for (int i = 0; i < rows.size(); i++) {
      Agenda.Entry entry = entries.get(i);
      if (rows.get(i) == null) {
        done.add(new Done(entry, null, null));
      } else {
        there.add(entry);
        due.add(new Round.Due(plans.of(entry.schedule(), rows.get(i)), entry.scheduledAt()));
      }
    }
    Attempt[] failed = round.call(due);
    for (int i = 0; i < failed.length; i++) {
      done.add(new Done(there.get(i), due.get(i).plan(), failed[i]));
    }
    return done;
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
