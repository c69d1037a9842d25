package io.nephele.core.worlds;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of two worlds is compared, and how much of it is listed.
 *
 * @param service the service whose tables are compared, or null for all services'
 * @param account the account whose rows are compared, or null for all accounts'
 * @param all whether the tables of the house itself (timers, metrics, audit, clock, ids) and tables
 *     that services call internal are listed too, rather than counted only
 * @param limit how many rows are listed at the most; what is beyond is counted only
 */
public record DiffOptions(String service, String account, boolean all, long limit) {
  /** What users of AWS's services care about: all of it. */
  public static final DiffOptions DEFAULT = new DiffOptions(null, null, false, Long.MAX_VALUE);

  private static final Set<String> HOUSE =
      Set.of("timers", "metrics", "audit", "clock", "ids", "faults.counts");

  /** These options for one service, or null for all. */
  public DiffOptions ofService(String name) {
    return new DiffOptions(name, account, all, limit);
  }

  /** These options for one account, or null for all. */
  public DiffOptions ofAccount(String accountId) {
    return new DiffOptions(service, accountId, all, limit);
  }

  /** These options with all tables listed or not. */
  public DiffOptions withAll(boolean listed) {
    return new DiffOptions(service, account, listed, limit);
  }

  /** These options with another limit. */
  public DiffOptions withLimit(long rows) {
    return new DiffOptions(service, account, all, rows);
  }

  /** Whether a row is compared. */
  boolean includes(RowName row) {
    return (service == null || service.equals(row.service()))
        && (account == null || account.equals(row.account()));
  }

  /** Whether the rows of that table are listed. */
  boolean lists(RowName row, TableDescription table) {
    boolean ofHouse = HOUSE.contains(row.service()) || HOUSE.contains(row.fullTable());
    return all || !table.internal() && (!ofHouse || service != null);
  }

  /** The ranges in which all rows that are compared lie, ascending. */
  List<KeyRange> ranges(Reader before, Reader after) {
    if (account == null) {
      return List.of(
          service == null ? KeyRange.ALL : KeyRange.textPrefix(Key.EMPTY, service + "."));
    }
    // In the order of keys, which is that of code points.
    Set<Key> tables = new TreeSet<>();
    addTables(before, tables);
    addTables(after, tables);
    List<KeyRange> ranges = new ArrayList<>(tables.size());
    for (Key table : tables) {
      ranges.add(KeyRange.prefix(table.with(account)));
    }
    return ranges;
  }

  private void addTables(Reader reader, Set<Key> tables) {
    for (String name : Table.names(reader)) {
      if (service == null || name.startsWith(service + ".")) {
        tables.add(Key.of(name));
      }
    }
  }
}
