package io.nephele.services.dynamodb.items;

import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.Map;

/** What came of a write. For one thread. */
public final class WriteResult {
  private final boolean done;
  private final byte[] stored;
  private final Map<String, Value> after;
  private final WriteUnits units;
  private Map<String, Value> before;

  /**
   * A result.
   *
   * @param stored the stored form of the item before, or null
   * @param before the item before, or null if there was none or it was not looked at
   */
  WriteResult(
      boolean done,
      byte[] stored,
      Map<String, Value> before,
      Map<String, Value> after,
      WriteUnits units) {
    this.done = done;
    this.stored = stored;
    this.before = before;
    this.after = after;
    this.units = units;
  }

  /** Whether its condition held; else nothing was changed. */
  public boolean done() {
    return done;
  }

  /** The item before, or null if there was none. */
  public Map<String, Value> before() {
    if (before == null && stored != null) {
      before = ItemCodec.INSTANCE.decode(stored);
    }
    return before;
  }

  /** The item afterwards, or null if there is none. */
  public Map<String, Value> after() {
    return after;
  }

  /** What it takes; null if it was not done. */
  public WriteUnits units() {
    return units;
  }
}
