package io.nephele.core.store.history;

/**
 * That one transaction comes before another in every order that explains a history.
 *
 * @param from the one that comes first
 * @param to the one that comes later
 * @param kind why
 * @param item of which item, or null for real time
 * @param scanned whether it follows from a scan
 */
record Dependency(
    RecordedTransaction from, RecordedTransaction to, Kind kind, Item item, boolean scanned) {
  /** Why one comes before another. */
  enum Kind {
    /** The other wrote over what the one wrote. */
    WW("was overwritten by"),
    /** The other read what the one wrote. */
    WR("was read by"),
    /** The other wrote over what the one read. */
    RW("did not see the write of"),
    /** The one had ended when the other began. */
    REAL_TIME("ended before");

    private final String verb;

    Kind(String verb) {
      this.verb = verb;
    }
  }

  @Override
  public String toString() {
    return "T%d %s T%d%s%s"
        .formatted(
            from.id(),
            kind.verb,
            to.id(),
            item == null ? "" : " on " + item,
            scanned ? " (by a scan)" : "");
  }
}
