package io.nephele.services.scheduler;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timers;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * When which schedules are due. One is in a {@link Series} or, if it has a window or comes once, or
 * its series is being called, has a row of its own here; all of those that are due at the same time
 * in a shard of an account and region share one timer.
 */
final class Agenda {
  static final String TIMER = "scheduler.due";
  private static final Duration SOON = Duration.ofSeconds(1);

  private final SchedulerWorld scheduler;
  private final Series series;
  private final Table<Due> due = Table.of("scheduler.due", Due.class);
  private final Table<Next> next = Table.of("scheduler.next", Next.class);

  Agenda(SchedulerWorld scheduler, Series series) {
    this.scheduler = scheduler;
    this.series = series;
  }

  /**
   * A schedule that is due, under account, region, shard, time, group and name.
   *
   * @param scheduledAt the time that the schedule says, in milliseconds
   */
  record Due(long scheduledAt) {}

  /**
   * Where the row of a schedule is.
   *
   * @param due its time, in milliseconds
   * @param series the key of its series, or null if it is not in one
   */
  record Next(long due, Bytes series) {}

  /**
   * Something that is due.
   *
   * @param key of its row
   * @param schedule the key of the schedule
   */
  record Entry(Key key, Key schedule, long scheduledAt) {}

  /** Puts a schedule where it is due, in place of where it was; null takes it away. */
  void put(Transaction transaction, Plan plan, Instant scheduled) {
    remove(transaction, plan.row());
    if (scheduled != null) {
      Key slot = set(transaction, plan, scheduled);
      if (slot != null) {
        wake(transaction, slot);
      }
    }
  }

  /**
   * Moves a schedule from where it was due, and is, to where it is due next; null takes it away.
   *
   * @param slots what needs a timer then is added to these
   */
  void move(Transaction transaction, Entry from, Plan plan, Instant scheduled, Set<Key> slots) {
    due.delete(transaction, from.key());
    if (scheduled == null) {
      next.delete(transaction, from.schedule());
    } else {
      Key slot = set(transaction, plan, scheduled);
      if (slot != null) {
        slots.add(slot);
      }
    }
  }

  /** Says when a schedule is due; returns the slot that needs a timer then, null in a series. */
  private Key set(Transaction transaction, Plan plan, Instant scheduled) {
    ScheduleRow row = plan.row();
    Key all = Series.of(plan, scheduled);
    if (all != null && series.join(transaction, all, plan, scheduled)) {
      next.put(transaction, row.key(), new Next(scheduled.toEpochMilli(), Bytes.of(all.encoded())));
      return null;
    }
    Instant at = plan.due(scheduled, scheduler.world().ids());
    Key slot = slot(row, at);
    due.put(
        transaction, slot.with(row.group()).with(row.name()), new Due(scheduled.toEpochMilli()));
    next.put(transaction, row.key(), new Next(at.toEpochMilli(), null));
    return slot;
  }

  /** Takes a schedule away. */
  void remove(Transaction transaction, ScheduleRow row) {
    Next known = next.get(transaction, row.key());
    if (known == null) {
      return;
    }
    if (known.series == null) {
      Key slot = slot(row, Instant.ofEpochMilli(known.due));
      due.delete(transaction, slot.with(row.group()).with(row.name()));
    } else {
      series.leave(transaction, Key.encoded(known.series.toArray()), row);
    }
    next.delete(transaction, row.key());
  }

  /**
   * Sets the timer of a slot unless it has one. One that may be firing is set anew, because who
   * works on it may have looked already.
   */
  void wake(Transaction transaction, Key slot) {
    KeyReader parts = slot.reader();
    parts.nextText();
    parts.nextText();
    parts.nextLong();
    Instant at = parts.nextInstant();
    Timers timers = scheduler.world().timers();
    if (!at.isAfter(scheduler.world().clock().now().plus(SOON))) {
      // Whoever has worked on a timer removes it as it was: it has to be another.
      Bytes payload = Bytes.utf8(scheduler.world().ids().hex(8));
      timers.schedule(transaction, TIMER, slot, at, payload);
    } else if (timers.due(transaction, TIMER, slot) == null) {
      timers.schedule(transaction, TIMER, slot, at, Bytes.EMPTY);
    }
  }

  private static Key slot(ScheduleRow row, Instant at) {
    return Key.of(row.accountId()).with(row.region()).with(row.shard()).with(at);
  }

  /** The first of those that are due in a slot. */
  List<Entry> first(Reader reader, Key slot, int most) {
    KeyReader parts = slot.reader();
    Key region = Key.of(parts.nextText()).with(parts.nextText());
    List<Entry> entries = new ArrayList<>(most);
    for (Table.Row<Due> row : due.scan(reader, slot)) {
      Key schedule = region.with(row.key().without(slot));
      entries.add(new Entry(row.key(), schedule, row.value().scheduledAt()));
      if (entries.size() == most) {
        break;
      }
    }
    return entries;
  }

  /** Whether something is still due as it was. */
  boolean isDue(Reader reader, Entry entry) {
    Due row = due.get(reader, entry.key());
    return row != null && row.scheduledAt == entry.scheduledAt();
  }

  /** Removes something that is due but whose schedule is gone. */
  void drop(Transaction transaction, Entry entry) {
    due.delete(transaction, entry.key());
    next.delete(transaction, entry.schedule());
  }
}
