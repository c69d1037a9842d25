package io.nephele.core.ids;

import io.nephele.core.store.Key;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;

/**
 * Counts the runs of a world that has a seed. Every run has ids of its own, else one that goes on
 * with the store of another would give the same ids again.
 */
public final class Runs {
  /** The table of a world's store that keeps how many runs there were. */
  public static final String TABLE = "ids.runs";

  private static final Key KEY = Key.of("runs");

  private Runs() {}

  /** The number of a run that begins on that store, from zero. */
  public static long begin(Store store) {
    Table<Row> table = Table.of(TABLE, Row.class);
    return store.write(
        transaction -> {
          Row before = table.get(transaction, KEY);
          long run = before == null ? 0 : before.count;
          table.put(transaction, KEY, new Row(run + 1));
          return run;
        });
  }

  /** How many runs there were. */
  record Row(long count) {}
}
