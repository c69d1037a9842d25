package io.nephele.core.trail;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** The tables in which the record of calls is kept. Their keys begin with account and region. */
public final class EventTables {
  /** How long event history goes back, in milliseconds: 90 days. */
  public static final long KEPT_MILLIS = 90L * 24 * 3600 * 1000;

  /** How many events a mark stands for, and how many marks an account has in a region. */
  static final int MARK_EVERY = 1000;

  private static final int MOST_MARKS = 200;

  /** Where one mark is. */
  record Mark(long count) {}

  /** The longest time between the first and the last event of a block, in milliseconds. */
  private static final long WIDEST = 60_000;

  private static final int MOST_TOGETHER = 32;

  private final Table<EventBlock> history = Table.of("cloudtrail.history", EventBlock.class);
  private final Table<EventBlock> lake = Table.of("cloudtrail.lake", EventBlock.class);
  private final Table<Mark> marks = Table.of("cloudtrail.history-marks", Mark.class);
  private final Table<Selection> selections = Table.of("cloudtrail.selections", Selection.class);
  private final Table<Delivery> outbox = Table.of("cloudtrail.outbox", Delivery.class);

  /**
   * Event history of a place, the latest first.
   *
   * @param place account and region
   * @param from the earliest time, in milliseconds
   * @param to the time before which events are
   */
  public EventScan history(Reader reader, Key place, long from, long to) {
    return scan(history, reader, place, from, to);
  }

  /**
   * The events of an event data store, the latest first.
   *
   * @param place account, home region and id
   * @param from the earliest time, in milliseconds
   * @param to the time before which events are
   */
  public EventScan lake(Reader reader, Key place, long from, long to) {
    return scan(lake, reader, place, from, to);
  }

  private static EventScan scan(
      Table<EventBlock> table, Reader reader, Key place, long from, long to) {
    long end = to > Long.MAX_VALUE - WIDEST ? Long.MAX_VALUE : to + WIDEST;
    KeyRange range = KeyRange.between(place.with(from), place.with(end));
    return new EventScan(table.scan(reader, range, Direction.REVERSE), from, to);
  }

  /** Removes the events of an event data store from before a time, in milliseconds. */
  public void removeFromLake(Transaction transaction, Key place, long before) {
    lake.deleteRange(transaction, KeyRange.between(place, place.with(before)));
  }

  /** What trails that are logging take, by account, home region and trail. */
  public Table<Selection> selections() {
    return selections;
  }

  /** What trails have still to deliver, by account, home region, trail, region, time and number. */
  public Table<Delivery> outbox() {
    return outbox;
  }

  /** Adds events of a place, in the order of time, to its history. */
  void add(Transaction transaction, Key place, List<TrailEvent> events) {
    add(history, transaction, place, events);
  }

  /** Adds events, in the order of time, to an event data store. */
  void addToLake(Transaction transaction, Key place, List<TrailEvent> events) {
    add(lake, transaction, place, events);
  }

  private static void add(
      Table<EventBlock> table, Transaction transaction, Key place, List<TrailEvent> events) {
    int from = 0;
    for (int i = 1; i <= events.size(); i++) {
      if (i == events.size()
          || i - from == MOST_TOGETHER
          || events.get(i).time() - events.get(from).time() > WIDEST) {
        TrailEvent last = events.get(i - 1);
        table.put(
            transaction,
            place.with(last.time()).with(last.number()),
            new EventBlock(List.copyOf(events.subList(from, i))));
        from = i;
      }
    }
  }

  /**
   * Removes what is too old or too much of an account's events in a region. Event history is marked
   * at every thousandth event, so that counting costs nothing.
   */
  void mark(Transaction transaction, Key place, long now) {
    long oldest = now - KEPT_MILLIS;
    marks.put(transaction, place.with(now), new Mark(MARK_EVERY));
    List<Table.Row<Mark>> known = new ArrayList<>();
    marks.scan(transaction, KeyRange.prefix(place), Direction.FORWARD).forEachRemaining(known::add);
    int tooMany = known.size() - MOST_MARKS;
    for (int i = 0; i < tooMany; i++) {
      oldest = Math.max(oldest, known.get(i).key().without(place).reader().nextLong());
    }
    marks.deleteRange(transaction, KeyRange.between(place, place.with(oldest)));
    history.deleteRange(transaction, KeyRange.between(place, place.with(oldest)));
  }
}
