package io.nephele.services.dynamodb.items;

import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Sizes;
import io.nephele.services.dynamodb.values.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Does what callers want done to items. */
public final class ItemWriter {
  private final ItemStore items;

  /** Writes into that store. */
  public ItemWriter(ItemStore items) {
    this.items = items;
  }

  /**
   * The key of the item that a write is about.
   *
   * @throws AwsException if the write cannot be one of the table's
   */
  public static ItemKey key(TableDefinition table, ItemWrite write) {
    if (write.condition() != null) {
      NestedKeys.check(table, write.condition().nestedAttributes());
    }
    if (write.update() != null) {
      NestedKeys.check(table, write.update().nestedAttributes());
    }
    if (write.kind() == ItemWrite.Kind.PUT || write.kind() == ItemWrite.Kind.INSERT) {
      ItemKey key = ItemKeys.ofItem(table, write.given());
      ItemKeys.checkIndexKeys(table, write.given());
      return key;
    }
    ItemKey key = ItemKeys.ofKey(table, write.given());
    if (write.update() != null) {
      for (String attribute : write.update().attributes()) {
        if (table.isKey(attribute)) {
          throw DynamoErrors.invalidParameter(
              "Cannot update attribute " + attribute + ". This attribute is part of the key");
        }
      }
    }
    return key;
  }

  /**
   * Does a write, unless its condition does not hold.
   *
   * @throws AwsException if an update cannot be applied to the item
   */
  public WriteResult write(
      Transaction transaction, TableDefinition table, ItemKey key, ItemWrite write) {
    byte[] stored = items.get(transaction, key);
    // Who overwrites an item that nobody follows does not look at it.
    boolean looks =
        write.condition() != null
            || write.kind() == ItemWrite.Kind.UPDATE
            || write.kind() == ItemWrite.Kind.CHECK
            || table.isFollowed();
    Map<String, Value> before = stored == null || !looks ? null : ItemCodec.INSTANCE.decode(stored);
    boolean holds =
        (write.kind() != ItemWrite.Kind.INSERT || stored == null)
            && (write.condition() == null
                || write.condition().test(before == null ? Map.of() : before));
    if (!holds) {
      return new WriteResult(false, stored, before, before, null);
    }
    Map<String, Value> after =
        switch (write.kind()) {
          case PUT, INSERT -> write.given();
          case UPDATE -> updated(table, key, before, write);
          case DELETE -> null;
          case CHECK -> before;
        };
    if (write.kind() == ItemWrite.Kind.CHECK) {
      int size = stored == null ? 0 : ItemCodec.size(stored);
      return new WriteResult(
          true,
          stored,
          before,
          after,
          new WriteUnits(ItemStore.units(size), WriteUnits.NO_INDEXES));
    }
    WriteUnits units =
        items.write(transaction, table, key, stored, before, after, ItemChange.Cause.CALLER);
    return new WriteResult(true, stored, before, after, units);
  }

  private static Map<String, Value> updated(
      TableDefinition table, ItemKey key, Map<String, Value> before, ItemWrite write) {
    Map<String, Value> from = before;
    if (from == null && write.update() != null && write.update().onlyTakesAway()) {
      write.update().apply(key.attributes(table));
      return null;
    }
    if (from == null) {
      from = new LinkedHashMap<>(key.attributes(table));
    }
    Map<String, Value> after = write.update() == null ? from : write.update().apply(from);
    if (write.update() != null) {
      ItemKeys.checkIndexKeys(table, after);
      if (Sizes.item(after) > Sizes.MAX_ITEM) {
        throw DynamoErrors.validation("Item size to update has exceeded the maximum allowed size");
      }
    }
    return after;
  }
}
