package io.nephele.services.dynamodb.query;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.services.dynamodb.capacity.ReadUnits;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.KeyAttribute;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads pages: items one after another until there are enough or they are 1 MB. */
public final class PageReader {
  private static final int PAGE_BYTES = 1024 * 1024;

  private PageReader() {}

  /** The first page of a selection. */
  public static Page read(Reader reader, Selection selection) {
    Table<byte[]> from = selection.index() == null ? ItemStore.ITEMS : ItemStore.INDEXES;
    Table.Rows<byte[]> rows =
        from.scan(
            reader, selection.range(), selection.forward() ? Direction.FORWARD : Direction.REVERSE);
    List<Map<String, Value>> items = new ArrayList<>();
    int count = 0;
    int scanned = 0;
    long bytes = 0;
    double fetched = 0;
    byte[] last = null;
    long fetchedBytes = 0;
    while (bytes + fetchedBytes < PAGE_BYTES && scanned < selection.limit() && rows.hasNext()) {
      byte[] stored = rows.next().value();
      last = stored;
      scanned++;
      bytes += ItemCodec.size(stored);
      if (selection.fetches()) {
        stored = fetch(reader, selection.table(), stored);
        int size = ItemCodec.size(stored);
        fetchedBytes += size;
        fetched += ReadUnits.of(size, true);
      }
      if (selection.countOnly() && selection.filter() == null) {
        count++;
        continue;
      }
      Map<String, Value> item = ItemCodec.INSTANCE.decode(stored);
      if (selection.filter() == null || selection.filter().test(item)) {
        count++;
        if (!selection.countOnly()) {
          items.add(selection.projection() == null ? item : selection.projection().apply(item));
        }
      }
    }
    boolean ended = bytes + fetchedBytes < PAGE_BYTES && scanned < selection.limit();
    Map<String, Value> lastKey = ended || last == null ? null : keyOf(selection, last);
    return new Page(items, count, scanned, lastKey, bytes, fetched);
  }

  private static byte[] fetch(Reader reader, TableDefinition table, byte[] entry) {
    Map<String, Value> item = ItemCodec.INSTANCE.decode(entry);
    return ItemStore.ITEMS.get(reader, ItemKeys.ofStored(table, item).key());
  }

  /** The key of what is stored: that of the item, and in an index that of its entry too. */
  private static Map<String, Value> keyOf(Selection selection, byte[] stored) {
    Map<String, Value> item = ItemCodec.INSTANCE.decode(stored);
    Map<String, Value> key = new LinkedHashMap<>();
    for (KeyAttribute attribute : attributes(selection.table(), selection.index())) {
      key.put(attribute.name(), item.get(attribute.name()));
    }
    return key;
  }

  /** The attributes of which a position in a table or index consists. */
  static List<KeyAttribute> attributes(TableDefinition table, IndexDefinition index) {
    List<KeyAttribute> attributes = new ArrayList<>();
    attributes.add(table.hash());
    if (table.range() != null) {
      attributes.add(table.range());
    }
    if (index != null) {
      for (KeyAttribute attribute : index.hash()) {
        add(attributes, attribute);
      }
      for (KeyAttribute attribute : index.range()) {
        add(attributes, attribute);
      }
    }
    return attributes;
  }

  private static void add(List<KeyAttribute> attributes, KeyAttribute attribute) {
    if (!attributes.contains(attribute)) {
      attributes.add(attribute);
    }
  }
}
