package io.nephele.services.dynamodb.items;

import io.nephele.api.dynamodb.ItemCollectionMetrics;
import io.nephele.api.dynamodb.ItemCollectionSizeLimitExceededException;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.List;
import java.util.Map;

/**
 * How large item collections are: the items of a partition key, with their entries in local
 * indexes, in tables that have such indexes.
 */
public final class ItemCollections implements ItemStore.Follower {
  private static final double GIGABYTE = 1024.0 * 1024 * 1024;
  private static final double MOST_GIGABYTES = 10;

  private static final Table<Size> SIZES = Table.of("dynamodb.collections", Size.class);

  /** The size of a collection. */
  record Size(long bytes) {}

  @Override
  public void changed(Transaction transaction, ItemChange change) {
    TableDefinition table = change.table();
    if (!table.hasLocalIndex()) {
      return;
    }
    long more = size(table, change, change.after(), change.stored());
    long less = size(table, change, change.before(), change.storedBefore());
    Key key = change.key().partition();
    Size last = SIZES.get(transaction, key);
    long bytes = (last == null ? 0 : last.bytes) + more - less;
    if (more > less && bytes > MOST_GIGABYTES * GIGABYTE) {
      throw new ItemCollectionSizeLimitExceededException("Item collection size limit exceeded.");
    }
    SIZES.put(transaction, key, new Size(bytes));
  }

  private static long size(
      TableDefinition table, ItemChange change, Map<String, Value> item, byte[] stored) {
    if (item == null) {
      return 0;
    }
    long bytes = ItemCodec.size(stored);
    for (IndexDefinition index : table.indexes()) {
      IndexEntries.Entry entry =
          index.isGlobal() ? null : IndexEntries.of(index, change.key(), item);
      bytes += entry == null ? 0 : entry.size();
    }
    return bytes;
  }

  /** Forgets the collections of a table. */
  public void deleteAll(Transaction transaction, TableDefinition table) {
    SIZES.deletePrefix(transaction, table.items());
  }

  /** What a call is told of the collection that it wrote to; null if it is told nothing. */
  public static ItemCollectionMetrics metrics(
      Reader reader, TableDefinition table, ItemKey key, String mode) {
    if (mode == null || mode.equals("NONE") || !table.hasLocalIndex()) {
      return null;
    }
    Size size = SIZES.get(reader, key.partition());
    double floor = Math.floor(size == null ? 0 : size.bytes / GIGABYTE);
    return new ItemCollectionMetrics()
        .itemCollectionKey(AttributeValues.views(Map.of(table.hash().name(), key.hash())))
        .sizeEstimateRangeGB(List.of(floor, floor + 1));
  }
}
