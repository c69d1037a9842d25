package io.nephele.core.time;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import java.time.Instant;
import java.util.List;

/**
 * How users turned the clock of a world, kept in its store, so that the world's time never goes
 * back. Of a clock that stands still its time alone is kept, so that two runs that do the same
 * leave the same bytes whenever they ran.
 */
final class ClockSetting {
  private static final Key KEY = Key.of("clock");

  private final Table<Row> table = Table.of(TurnableClock.TABLE, Row.class);
  private final Store store;

  /** What was written last. */
  private Row written;

  ClockSetting(Store store) {
    this.store = store;
  }

  /** What was kept, or null if nobody turned the clock. */
  PaceHistory read() {
    written = null;
    Row row = store.read(reader -> table.get(reader, KEY));
    if (row == null) {
      return null;
    }
    return row.stands != null
        ? PaceHistory.of(Pace.standing(row.stands))
        : new PaceHistory(row.paces);
  }

  /** Keeps it. For who turns the clock. */
  void write(PaceHistory history) {
    Pace last = history.last();
    Row row = last.speed() == 0 ? new Row(last.world(), List.of()) : new Row(null, history.paces());
    if (row.equals(written)) {
      return;
    }
    written = null;
    store.write(
        transaction -> {
          table.put(transaction, KEY, row);
          return null;
        });
    written = row;
  }

  /** Whether other processes may turn the clock too. */
  boolean isShared() {
    return store.isShared();
  }

  /** Whether the store has nothing yet. */
  boolean isOfNewWorld() {
    return store.read(reader -> !reader.scan(KeyRange.ALL).hasNext());
  }

  /** Where time stands, or the paces of one that goes by itself. */
  record Row(Instant stands, List<Pace> paces) {}
}
