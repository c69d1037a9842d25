package io.nephele.services.dynamodb.items;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** The primary key of an item. Immutable; equal if it names the same item. */
public final class ItemKey {
  private final Value hash;
  private final Value range;
  private final Key partition;
  private final Key key;

  ItemKey(TableDefinition table, Value hash, Value range) {
    this.hash = hash;
    this.range = range;
    this.partition = partition(table.items(), KeyValues.append(Key.EMPTY, hash));
    this.key = range == null ? partition : KeyValues.append(partition, range);
  }

  /**
   * What the keys of all rows with that partition key begin with.
   *
   * @param prefix that of the table or index
   * @param parts the parts of the partition key
   */
  public static Key partition(Key prefix, Key parts) {
    return prefix.with(KeyHash.of(parts)).with(parts);
  }

  /** The rows of a segment of a parallel scan. */
  public static KeyRange segment(Key prefix, int segment, int total) {
    long from = KeyHash.END * segment / total;
    long to = KeyHash.END * (segment + 1) / total;
    return KeyRange.between(prefix.with(from), prefix.with(to));
  }

  /** The partition key's value. */
  public Value hash() {
    return hash;
  }

  /** The sort key's value, or null. */
  public Value range() {
    return range;
  }

  /** What the keys of the rows of all items with this partition key begin with. */
  public Key partition() {
    return partition;
  }

  /** The key of the item's row. */
  public Key key() {
    return key;
  }

  /** The key as attributes. */
  public Map<String, Value> attributes(TableDefinition table) {
    Map<String, Value> attributes = LinkedHashMap.newLinkedHashMap(2);
    attributes.put(table.hash().name(), hash);
    if (range != null) {
      attributes.put(table.range().name(), range);
    }
    return attributes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemKey item && key.equals(item.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
