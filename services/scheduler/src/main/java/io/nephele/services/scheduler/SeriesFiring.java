package io.nephele.services.scheduler;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls the targets of a series that is due, many at a time. Who falls before those are written
 * down calls them again: at least once.
 */
final class SeriesFiring {
  private static final int AT_A_TIME = 1024;

  private final SchedulerWorld scheduler;
  private final Agenda agenda;
  private final Series series;
  private final Plans plans;
  private final Round round;
  private final Retries retries;

  SeriesFiring(
      SchedulerWorld scheduler,
      Agenda agenda,
      Series series,
      Plans plans,
      Round round,
      Retries retries) {
    this.scheduler = scheduler;
    this.agenda = agenda;
    this.series = series;
    this.plans = plans;
    this.round = round;
    this.retries = retries;
  }

  /**
   * Some of a series.
   *
   * @param plans of each entry; null if its schedule is gone
   */
  private record Part(List<Series.Entry> entries, List<Plan> plans) {
    boolean isLast() {
      return entries.size() < AT_A_TIME;
    }
  }

  /** Calls all who are due, and says when the series is due next. */
  void fire(Timer timer) throws InterruptedException {
    Key id = timer.id();
    Series.Row row = series.begin(id, timer.due());
    while (row != null) {
      Series.Row now = row;
      Part part = scheduler.read(reader -> part(reader, id, now));
      List<Round.Due> due = new ArrayList<>(part.plans.size());
      for (Plan plan : part.plans) {
        if (plan != null && plan.isWithin(now.nextAt())) {
          due.add(new Round.Due(plan, now.nextAt()));
        }
      }
      Attempt[] failed = round.call(due);
      List<Integer> over = over(part, now);
      row = part.isLast() ? null : now.calling(part.entries.getLast().key());
      Series.Row next = row;
      scheduler.write(
          transaction -> {
            for (Attempt attempt : failed) {
              if (attempt != null) {
                retries.add(transaction, attempt);
              }
            }
            for (int index : over) {
              remove(transaction, part.entries.get(index), part.plans.get(index));
            }
            if (next == null) {
              series.end(transaction, id, now);
            } else {
              series.called(transaction, id, next);
            }
            return null;
          });
    }
  }

  private Part part(Reader reader, Key id, Series.Row row) {
    List<Series.Entry> entries = series.next(reader, id, row, AT_A_TIME);
    List<Plan> found = new ArrayList<>(entries.size());
    for (Series.Entry entry : entries) {
      Plan plan = plans.known(entry.schedule(), entry.version());
      if (plan == null) {
        ScheduleRow schedule = scheduler.schedules().get(reader, entry.schedule());
        plan = schedule == null ? null : plans.keep(entry.schedule(), schedule, entry.version());
      }
      found.add(plan);
    }
    return new Part(entries, found);
  }

  /** Those for whom this was the last time. */
  private static List<Integer> over(Part part, Series.Row row) {
    Instant following = row.following();
    List<Integer> over = new ArrayList<>();
    for (int i = 0; i < part.plans.size(); i++) {
      Plan plan = part.plans.get(i);
      if (plan == null || plan.bounded(following) == null) {
        over.add(i);
      }
    }
    return over;
  }

  private void remove(Transaction transaction, Series.Entry entry, Plan plan) {
    if (!series.holds(transaction, entry)) {
      // It was changed or deleted meanwhile.
      return;
    }
    if (plan == null) {
      series.drop(transaction, entry);
      return;
    }
    agenda.remove(transaction, plan.row());
    if (plan.isDeletedWhenComplete()) {
      scheduler.schedules().delete(transaction, entry.schedule());
    }
  }
}
