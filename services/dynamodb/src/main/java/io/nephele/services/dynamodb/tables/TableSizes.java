package io.nephele.services.dynamodb.tables;

import io.nephele.core.World;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * How many items tables and indexes have and how many bytes these take. Small ones are counted
 * whenever somebody asks. Large ones are counted beside the calls, about every six hours, as by
 * AWS; before that is done for the first time, as many are told as were counted at once.
 */
public final class TableSizes {
  /** Of something empty. */
  static final Size NOTHING = new Size(0, 0);

  private static final int PIECE = 5_000;
  private static final long COUNT_AGAIN_MILLIS = 6 * 3_600_000L;
  private static final int MOST_KNOWN = 4096;

  private final World world;
  private final Key items;
  private final Key indexes;
  private final ToLongFunction<byte[]> itemSize;
  private final Map<Key, Counted> large = new ConcurrentHashMap<>();
  private final Set<Key> counting = ConcurrentHashMap.newKeySet();

  /** So many items of so many bytes. */
  record Size(long items, long bytes) {
    private Size plus(Size other) {
      return new Size(items + other.items, bytes + other.bytes);
    }
  }

  private record Counted(Size size, long at) {}

  /**
   * The next items that were counted.
   *
   * @param last the key of the last, or null if there are no more
   */
  private record Piece(Size size, Key last) {}

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
    Piece first = count(prefix, null);
    if (first.last == null) {
      large.remove(prefix);
      return first.size;
    }
    if (counting.add(prefix)) {
      world.clock().start("dynamodb.count", () -> countAll(prefix, first));
    }
    return known == null ? first.size : known.size;
  }

  private void countAll(Key prefix, Piece first) {
    try {
      Size size = first.size;
      for (Key last = first.last; last != null; ) {
        Piece piece = count(prefix, last);
        size = size.plus(piece.size);
        last = piece.last;
      }
      if (large.size() >= MOST_KNOWN) {
        large.clear();
      }
      large.put(prefix, new Counted(size, world.clock().millis()));
    } finally {
      counting.remove(prefix);
    }
  }

  private Piece count(Key prefix, Key after) {
    KeyRange all = KeyRange.prefix(prefix);
    KeyRange range = after == null ? all : all.startingAfter(after);
    return world
        .store()
        .read(
            reader -> {
              long count = 0;
              long bytes = 0;
              Key last = null;
              Scan scan = reader.scan(range, Direction.FORWARD);
              while (scan.hasNext() && count < PIECE) {
                Entry entry = scan.next();
                count++;
                bytes += itemSize.applyAsLong(entry.value());
                last = entry.key();
              }
              return new Piece(new Size(count, bytes), count == PIECE ? last : null);
            });
  }
}
