package io.nephele.core.metrics;

import io.nephele.core.store.Key;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.core.time.Timers;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings old data to lower resolutions, as AWS does: those of a second after 3 hours, of a minute
 * after 15 days, of five minutes after 63 days; after 455 days they go. What may be read is decided
 * when it is read, so it does not matter that this is done only a few times a day.
 */
final class MetricRollUp {
  private static final String TIMER = "metrics.rollUp";
  private static final Duration OFTEN = Duration.ofHours(6);
  private static final int AT_ONCE = 500;

  private final Store store;
  private final Timers timers;
  private final MetricTables tables;

  MetricRollUp(Store store, Timers timers, MetricTables tables) {
    this.store = store;
    this.timers = timers;
    this.tables = tables;
    timers.onWork(TIMER, this::run);
  }

  /** Has it begin, now that there are data. */
  void expect(Transaction transaction, Instant now) {
    if (timers.due(transaction, TIMER, Key.EMPTY) == null) {
      timers.schedule(transaction, TIMER, Key.EMPTY, now.plus(OFTEN), Bytes.EMPTY);
    }
  }

  private void run(Timer timer) {
    long now = timer.due().getEpochSecond();
    boolean left = false;
    Key last = null;
    for (List<Key> some = next(last); !some.isEmpty(); some = next(last)) {
      for (Key id : some) {
        left |= store.write(transaction -> tables.rollUp(transaction, id, now));
      }
      last = some.getLast();
    }
    if (left) {
      store.write(
          transaction -> {
            timers.schedule(transaction, TIMER, Key.EMPTY, timer.due().plus(OFTEN), Bytes.EMPTY);
            return null;
          });
    }
  }

  private List<Key> next(Key last) {
    return store.read(
        reader -> {
          List<Key> keys = new ArrayList<>();
          Table.Rows<MetricEntry> rows = tables.list(reader, Key.EMPTY, last);
          while (rows.hasNext() && keys.size() < AT_ONCE) {
            keys.add(rows.next().key());
          }
          return keys;
        });
  }
}
