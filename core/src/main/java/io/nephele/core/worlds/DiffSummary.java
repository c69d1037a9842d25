package io.nephele.core.worlds;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many rows of each table differ between two worlds. */
public final class DiffSummary {
  private final Map<String, Counts> tables = new LinkedHashMap<>();
  private long rows;
  private long listed;
  private long unlisted;

  DiffSummary() {}

  /**
   * How many rows of a table differ.
   *
   * @param service the service that the table belongs to
   * @param table its name without the service's
   * @param internal whether its rows are only listed when all are asked for
   */
  public record Counts(
      String service, String table, boolean internal, long added, long removed, long changed) {
    private Counts plus(RowDiff.Change change) {
      return new Counts(
          service,
          table,
          internal,
          added + (change == RowDiff.Change.ADDED ? 1 : 0),
          removed + (change == RowDiff.Change.REMOVED ? 1 : 0),
          changed + (change == RowDiff.Change.CHANGED ? 1 : 0));
    }

    /** How many rows differ in all. */
    public long total() {
      return added + removed + changed;
    }
  }

  void count(RowName row, boolean internal, RowDiff.Change change) {
    rows++;
    String name = row.fullTable();
    Counts counts = tables.get(name);
    if (counts == null) {
      counts = new Counts(row.service(), row.table(), internal, 0, 0, 0);
    }
    tables.put(name, counts.plus(change));
  }

  void list(boolean isListed) {
    listed += isListed ? 1 : 0;
    unlisted += isListed ? 0 : 1;
  }

  /** Whether the two worlds have the same in everything that was compared, to the last byte. */
  public boolean isSame() {
    return rows == 0;
  }

  /** The tables that differ, in order of their names. */
  public Map<String, Counts> tables() {
    return Collections.unmodifiableMap(tables);
  }

  /** How many rows were listed. */
  public long listed() {
    return listed;
  }

  /** How many rows would have been listed but for the limit. */
  public long unlisted() {
    return unlisted;
  }

  /** How many rows of internal tables differ and were not listed for that. */
  public long internal() {
    return rows - listed - unlisted;
  }
}
