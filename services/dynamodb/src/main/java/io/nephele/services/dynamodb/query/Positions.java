package io.nephele.services.dynamodb.query;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.items.IndexEntries;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.KeyAttribute;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.List;
import java.util.Map;

/** Where pages begin: the keys that callers got as the last of the page before. */
public final class Positions {
  private Positions() {}

  /**
   * The key of the row at a position.
   *
   * @throws AwsException if it is none of that table or index
   */
  public static Key rowKey(
      TableDefinition table, IndexDefinition index, Map<String, Value> position) {
    check(table, index, position);
    ItemKey item = ItemKeys.ofStored(table, position);
    if (index == null) {
      return item.key();
    }
    Key partition =
        ItemKey.partition(index.entries(), IndexEntries.parts(Key.EMPTY, index.hash(), position));
    return IndexEntries.withPrimary(IndexEntries.parts(partition, index.range(), position), item);
  }

  private static void check(
      TableDefinition table, IndexDefinition index, Map<String, Value> position) {
    List<KeyAttribute> attributes = PageReader.attributes(table, index);
    boolean valid = position.size() == attributes.size();
    for (KeyAttribute attribute : attributes) {
      valid = valid && ItemKeys.isOf(attribute, position.get(attribute.name()));
    }
    if (!valid) {
      throw DynamoErrors.validation(
          index == null
              ? "The provided starting key is invalid: The provided key element does not match the"
                  + " schema"
              : "The provided starting key is invalid");
    }
    for (KeyAttribute attribute : attributes) {
      try {
        KeyValues.requireNotEmpty(attribute.name(), position.get(attribute.name()));
      } catch (AwsException e) {
        throw DynamoErrors.validation("The provided starting key is invalid: " + e.getMessage());
      }
    }
  }

  /** The part of a range that comes after a row in that direction. */
  public static KeyRange after(KeyRange range, Key row, boolean forward) {
    return forward ? range.startingAfter(row) : range.endingBefore(row);
  }
}
