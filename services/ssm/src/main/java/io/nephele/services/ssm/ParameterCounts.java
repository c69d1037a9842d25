package io.nephele.services.ssm;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/**
 * How many parameters an account has in a region, by tiers. Each count is spread over some rows, so
 * that those who make parameters at the same time seldom change the same one.
 */
final class ParameterCounts {
  private static final int ROWS = 16;

  /** A part of a count. */
  record Count(long number) {}

  private final Table<Count> table = Table.ofOftenRead("ssm.counts", Count.class);

  /** Counts a parameter in or out. */
  void add(Transaction transaction, Key place, String tier, int more) {
    KeyReader parts = place.reader();
    Key of = Key.of(parts.nextText()).with(parts.nextText()).with(tier);
    Key row = of.with((long) Math.floorMod(parts.nextText().hashCode(), ROWS));
    Count count = table.get(transaction, row);
    long number = (count == null ? 0 : count.number()) + more;
    if (number > 0) {
      table.put(transaction, row, new Count(number));
    } else {
      table.delete(transaction, row);
    }
  }

  long read(Reader reader, String accountId, String region, String tier) {
    long sum = 0;
    for (Table.Row<Count> row : table.scan(reader, Key.of(accountId).with(region).with(tier))) {
      sum += row.value().number();
    }
    return sum;
  }
}
