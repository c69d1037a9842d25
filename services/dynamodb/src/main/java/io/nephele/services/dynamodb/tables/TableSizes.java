package io.nephele.services.dynamodb.tables;

import io.nephele.core.World;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * How many items tables and indexes have and how many bytes these take. Small ones are counted
 * whenever somebody asks; large ones, as by AWS, about every six hours.
 */
public final class TableSizes {
  /** Of something empty. */
  static final Size NOTHING = new Size(0, 0);

  private static final int COUNTED_AT_ONCE = 5_000;
  private static final long COUNT_AGAIN_MILLIS = 6 * 3_600_000L;
  private static final int MOST_KNOWN = 4096;

  private final World world;
  private final Key items;
  private final Key indexes;
  private final ToLongFunction<byte[]> itemSize;
  private final Map<Key, Counted> large = new ConcurrentHashMap<>();

  /** So many items of so many bytes. */
  record Size(long items, long bytes) {}

  private record Counted(Size size, long at) {}

  /**
   * Sizes of what is stored there.
   *
   * @param itemsTable the name of the store's table that has items
   * @param indexesTable as that, of index entries
   * @param itemSize the size by DynamoDB's rules of what is stored of an item
   */
  public TableSizes(
      World world, String itemsTable, String indexesTable, ToLongFunction<byte[]> itemSize) {
    this.world = world;
    this.items = Key.of(itemsTable);
    this.indexes = Key.of(indexesTable);
    this.itemSize = itemSize;
  }

  /** The size of a table, or of one of its indexes. */
  Size of(TableDefinition table, IndexDefinition index) {
    Key prefix = index == null ? items.with(table.items()) : indexes.with(index.entries());
    Counted known = large.get(prefix);
    long now = world.clock().millis();
    if (known != null && now - known.at < COUNT_AGAIN_MILLIS && now >= known.at) {
      return known.size;
    }
    Size size = count(prefix);
    if (size.items > COUNTED_AT_ONCE) {
      if (large.size() >= MOST_KNOWN) {
        large.clear();
      }
      large.put(prefix, new Counted(size, now));
    }
    return size;
  }

  private Size count(Key prefix) {
    return world
        .store()
        .read(
            reader -> {
              long count = 0;
              long bytes = 0;
              Scan scan = reader.scan(KeyRange.prefix(prefix));
              while (scan.hasNext()) {
                Entry entry = scan.next();
                count++;
                bytes += itemSize.applyAsLong(entry.value());
              }
              return new Size(count, bytes);
            });
  }
}
