package io.nephele.services.dynamodb.items;

import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.Value;
import java.util.Map;

/**
 * A change of an item.
 *
 * @param before the item before, or null if there was none
 * @param after the item afterwards, or null if there is none
 * @param storedBefore the stored form of the item before, or null
 * @param stored the stored form of the item afterwards, or null
 * @param cause who changes it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ItemChange(
    TableDefinition table,
    ItemKey key,
    Map<String, Value> before,
    Map<String, Value> after,
    byte[] storedBefore,
    byte[] stored,
    Cause cause) {
  /** Who changes an item. */
  public enum Cause {
    /** A caller. */
    CALLER,
    /** The time to live that is over. */
    EXPIRY,
    /** Another replica of a global table. */
    REPLICATION
  }

  /** Whether the item is another afterwards. */
  public boolean changes() {
    return before == null ? after != null : !before.equals(after);
  }
}
