package io.nephele.services.scheduler;

import io.nephele.core.schedule.Rate;
import io.nephele.core.schedule.Schedule;
import io.nephele.core.schedule.Schedules;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Schedules of an account and region that go off at the same times, over and over. They share a row
 * that says when they do next, and a timer, so that a firing writes nothing of its own.
 */
final class Series {
  static final String TIMER = "scheduler.series";

  private final SchedulerWorld scheduler;
  private final Table<Row> series = Table.of("scheduler.series", Row.class);
  private final Table<Member> members = Table.of("scheduler.members", Member.class);

  Series(SchedulerWorld scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * What all in a series have in common.
   *
   * @param nextAt when they are due, in milliseconds
   * @param firing whether their targets are being called for that time; nobody joins then
   * @param called the last one that was called for that time, or null
   */
  record Row(String expression, String zone, long nextAt, boolean firing, Bytes called) {
    Schedule schedule() {
      return Schedules.parse(expression);
    }

    /** When they are due after that, or null if never. */
    Instant following() {
      return schedule().next(Instant.ofEpochMilli(nextAt), ZoneId.of(zone));
    }

    Row calling(Key last) {
      return new Row(
          expression, zone, nextAt, true, last == null ? null : Bytes.of(last.encoded()));
    }
  }

  /**
   * A schedule in a series, under the series' key, group and name.
   *
   * @param version another one whenever the schedule is another
   */
  record Member(long version) {}

  /**
   * One of a series.
   *
   * @param key of its row
   * @param schedule the key of the schedule
   */
  record Entry(Key key, Key schedule, long version) {}

  /** Which series a schedule that is due then belongs to; null if it is one of its own. */
  static Key of(Plan plan, Instant scheduled) {
    if (!plan.isRegular()) {
      return null;
    }
    ScheduleRow row = plan.row();
    Key region = Key.of(row.accountId()).with(row.region());
    if (plan.schedule() instanceof Rate rate) {
      long period = rate.period().toMillis();
      return region
          .with("rate " + period)
          .with(Long.toString(Math.floorMod(scheduled.toEpochMilli(), period)));
    }
    return region.with(plan.settings().scheduleExpression()).with(plan.zone().getId());
  }

  /** Takes a schedule into a series that is due when it is; false if that is not possible now. */
  boolean join(Transaction transaction, Key id, Plan plan, Instant scheduled) {
    Row row = series.get(transaction, id);
    if (row == null) {
      String expression = plan.settings().scheduleExpression();
      series.put(
          transaction,
          id,
          new Row(expression, plan.zone().getId(), scheduled.toEpochMilli(), false, null));
      scheduler.world().timers().schedule(transaction, TIMER, id, scheduled, Bytes.EMPTY);
    } else if (row.firing || row.nextAt != scheduled.toEpochMilli()) {
      return false;
    }
    members.put(
        transaction, member(id, plan.row()), new Member(scheduler.world().ids().nextLong()));
    return true;
  }

  /** Takes a schedule out of a series, which ends when it is due and has none. */
  void leave(Transaction transaction, Key id, ScheduleRow row) {
    members.delete(transaction, member(id, row));
  }

  private static Key member(Key id, ScheduleRow row) {
    return id.with(row.group()).with(row.name());
  }

  /** Begins to call those who are due, or goes on; null if they are not due then. */
  Row begin(Key id, Instant due) {
    return scheduler.write(
        transaction -> {
          Row row = series.get(transaction, id);
          if (row == null || row.nextAt != due.toEpochMilli()) {
            return null;
          }
          if (!row.firing) {
            row = row.calling(null);
            series.put(transaction, id, row);
          }
          return row;
        });
  }

  /** The next ones to be called. */
  List<Entry> next(Reader reader, Key id, Row row, int most) {
    KeyReader parts = id.reader();
    Key region = Key.of(parts.nextText()).with(parts.nextText());
    KeyRange all = KeyRange.prefix(id);
    KeyRange rest = row.called == null ? all : all.startingAfter(Key.encoded(row.called.toArray()));
    List<Entry> entries = new ArrayList<>();
    for (Table.Row<Member> member : members.scan(reader, rest, Direction.FORWARD)) {
      Key key = member.key();
      entries.add(new Entry(key, region.with(key.without(id)), member.value().version()));
      if (entries.size() == most) {
        break;
      }
    }
    return entries;
  }

  /** Takes out one whose schedule is over or gone. */
  void drop(Transaction transaction, Entry entry) {
    members.delete(transaction, entry.key());
  }

  /** Whether a schedule is in its series as it was. */
  boolean holds(Reader reader, Entry entry) {
    Member member = members.get(reader, entry.key());
    return member != null && member.version == entry.version();
  }

  /** Says which ones were called. */
  void called(Transaction transaction, Key id, Row row) {
    series.put(transaction, id, row);
  }

  /** Has a series go off the next time, if there is one and anybody is left. */
  void end(Transaction transaction, Key id, Row row) {
    Instant next = row.following();
    if (next == null || members.first(transaction, id) == null) {
      series.delete(transaction, id);
      return;
    }
    series.put(
        transaction, id, new Row(row.expression, row.zone, next.toEpochMilli(), false, null));
    scheduler.world().timers().schedule(transaction, TIMER, id, next, Bytes.EMPTY);
  }
}
