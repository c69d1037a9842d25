package io.nephele.services.dynamodb.items;

import io.nephele.core.store.LockKey;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.util.Collection;

/** Which writes take turns, because they would run into one another anyway. */
public final class WriteLocks {
  private WriteLocks() {}

  /**
   * For a write of one item: those of the same item; of the same collection where collections are
   * measured; of the same table where a stream numbers them.
   */
  static LockKey of(TableDefinition table, ItemKey key) {
    if (table.stream() != null) {
      return new LockKey(table.items());
    }
    return new LockKey(table.hasLocalIndex() ? key.partition() : key.key());
  }

  /** For writes to these tables: those of the first that has a stream; null if none has. */
  public static LockKey of(TableCatalog catalog, Collection<TableAddress> addresses) {
    for (TableAddress address : addresses) {
      TableDefinition table = catalog.find(address);
      if (table != null && table.stream() != null) {
        return new LockKey(table.items());
      }
    }
    return null;
  }
}
