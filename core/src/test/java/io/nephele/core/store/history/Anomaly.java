package io.nephele.core.store.history;

/**
 * Something in a history that serialisable transactions do not show.
 *
 * @param kind its name
 * @param explanation which transactions show it, and how
 */
public record Anomaly(Kind kind, String explanation) {
  /** Anomalies, by the names of Adya where he named them. */
  public enum Kind {
    /** A transaction does not find what it itself read or wrote before. */
    INTERNAL("a transaction disagrees with itself"),
    /** A value was read that no transaction wrote. */
    GARBAGE_READ("garbage read"),
    /** G1a: what an aborted transaction wrote was read. */
    ABORTED_READ("G1a, aborted read"),
    /** G1b: what its writer itself wrote over was read. */
    INTERMEDIATE_READ("G1b, intermediate read"),
    /** Two transactions changed the same version of an item. */
    LOST_UPDATE("lost update"),
    /** G0: a cycle of writes. */
    WRITE_CYCLE("G0, write cycle"),
    /** G1c: a cycle of writes and reads of what was written. */
    CIRCULAR_INFORMATION_FLOW("G1c, circular information flow"),
    /** A cycle with one transaction that did not see the next one's write: read skew. */
    G_SINGLE("G-single"),
    /** G2-item: a cycle with several that did not see the next one's write: write skew. */
    G2_ITEM("G2-item"),
    /** G2: as G2-item, where a scan of a range missed a write. */
    G2("G2"),
    /** An order exists, but none in which a transaction comes after those that ended before it. */
    REAL_TIME("real-time violation");

    private final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  @Override
  public String toString() {
    return kind.title + ": " + explanation;
  }
}
