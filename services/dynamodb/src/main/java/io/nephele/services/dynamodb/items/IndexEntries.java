package io.nephele.services.dynamodb.items;

import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.KeyAttribute;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Sizes;
import io.nephele.services.dynamodb.values.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What secondary indexes hold of items. */
public final class IndexEntries {
  private static final int UNIT = 1024;

  private IndexEntries() {}

  /**
   * What an index holds of an item.
   *
   * @param key under which
   * @param projected the attributes
   * @param size their size
   */
  public record Entry(Key key, Map<String, Value> projected, int size) {}

  /** The entry of an item that is stored under that key; null if it has none or is itself null. */
  public static Entry of(IndexDefinition index, ItemKey key, Map<String, Value> item) {
    if (item == null) {
      return null;
    }
    Key hash = parts(Key.EMPTY, index.hash(), item);
    Key entry = hash == null ? null : ItemKey.partition(index.entries(), hash);
    entry = entry == null ? null : parts(entry, index.range(), item);
    if (entry == null) {
      return null;
    }
    Map<String, Value> projected = projected(index, item);
    return new Entry(withPrimary(entry, key), projected, Sizes.item(projected));
  }

  /** The key of an entry is unique by the item's own key at its end. */
  public static Key withPrimary(Key entry, ItemKey item) {
    Key key = KeyValues.append(entry, item.hash());
    return item.range() == null ? key : KeyValues.append(key, item.range());
  }

  /** The key and the values of the attributes, or null if one of them has none. */
  public static Key parts(Key key, List<KeyAttribute> attributes, Map<String, Value> item) {
    Key with = key;
    for (KeyAttribute attribute : attributes) {
      Value value = item.get(attribute.name());
      // Of another type are values from before the index was there.
      if (!ItemKeys.isOf(attribute, value) || KeyValues.size(value) == 0) {
        return null;
      }
      with = KeyValues.append(with, value);
    }
    return with;
  }

  private static Map<String, Value> projected(IndexDefinition index, Map<String, Value> item) {
    if (index.projected() == null) {
      return item;
    }
    Map<String, Value> projected = LinkedHashMap.newLinkedHashMap(index.projected().size());
    for (Map.Entry<String, Value> attribute : item.entrySet()) {
      if (index.projected().contains(attribute.getKey())) {
        projected.put(attribute.getKey(), attribute.getValue());
      }
    }
    return projected;
  }

  /**
   * Brings an index up to a change of an item, whose stored form is used where the index holds all
   * of it.
   *
   * @return the write units that this takes
   */
  static int change(
      Transaction transaction, TableDefinition table, IndexDefinition index, ItemChange change) {
    Entry before = of(index, change.key(), change.before());
    Entry after = of(index, change.key(), change.after());
    if (before == null && after == null) {
      return 0;
    }
    if (before != null && after != null && before.key.equals(after.key)) {
      if (before.projected.equals(after.projected)) {
        return 0;
      }
      put(transaction, index, after, change);
      return units(Math.max(before.size, after.size));
    }
    int units = 0;
    if (before != null) {
      ItemStore.INDEXES.delete(transaction, before.key);
      units += units(before.size);
    }
    if (after != null) {
      put(transaction, index, after, change);
      units += units(after.size);
    }
    return units;
  }

  /** Adds an entry. */
  public static void put(Transaction transaction, Entry entry) {
    ItemStore.INDEXES.put(transaction, entry.key, ItemCodec.encode(entry.projected, entry.size));
  }

  private static void put(
      Transaction transaction, IndexDefinition index, Entry entry, ItemChange change) {
    byte[] stored =
        index.projected() == null ? change.stored() : ItemCodec.encode(entry.projected, entry.size);
    ItemStore.INDEXES.put(transaction, entry.key, stored);
  }

  private static int units(int size) {
    return Math.max(1, (size + UNIT - 1) / UNIT);
  }
}
