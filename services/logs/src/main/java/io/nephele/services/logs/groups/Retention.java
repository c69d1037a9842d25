package io.nephele.services.logs.groups;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.logs.events.EventTable;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogStreamRow;
import io.nephele.services.logs.state.LogsWorld;
import io.nephele.services.logs.state.StreamStatistics;
import java.time.Duration;

/**
 * Removes the events that groups keep no longer, once a day and whole days at a time. Until then
 * who reads does not see them.
 */
public final class Retention {
  /** The timers' kind. */
  public static final String TIMER = "logs.retention";

  private static final long DAY = 86_400_000L;

  private final LogsWorld logs;
  private final EventTable events;

  /** The retention of a world's groups. */
  public Retention(LogsWorld logs, EventTable events) {
    this.logs = logs;
    this.events = events;
  }

  void schedule(Transaction transaction, Group group) {
    logs.world()
        .timers()
        .schedule(
            transaction,
            TIMER,
            group.contentKey(),
            logs.world().clock().now().plus(Duration.ofDays(1)),
            Bytes.utf8(group.name()));
  }

  void cancel(Transaction transaction, Group group) {
    logs.world().timers().cancel(transaction, TIMER, group.contentKey());
  }

  /** Removes what a group keeps no longer. */
  public void onTimer(Transaction transaction, Timer timer) {
    io.nephele.core.store.KeyReader id = timer.id().reader();
    Group group = logs.group(transaction, id.nextText(), id.nextText(), timer.payload().utf8());
    if (group == null
        || group.retentionInDays() == null
        || !group.contentKey().equals(timer.id())) {
      return;
    }
    // Only whole days go, so that what is stored of each day stays known.
    long day = Math.floorDiv(group.horizon(logs.now()), DAY);
    for (Table.Row<LogStreamRow> row : logs.streams().scan(transaction, group.contentKey())) {
      LogStreamRow stream = row.value();
      StreamStatistics known = logs.statistics(transaction, group, stream);
      if (day > 0 && !known.isEmpty() && known.firstTimestamp() < day * DAY) {
        // A row that begins before midnight may end after it.
        events.removeBefore(transaction, group, stream.id(), day * DAY - known.widest());
        Key days = group.contentKey().with(stream.id());
        logs.usage().deleteRange(transaction, KeyRange.between(days.with(0L), days.with(day)));
      }
    }
    schedule(transaction, group);
  }
}
