package io.nephele.services.dynamodb.items;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.KeyAttribute;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.Map;

/** Finds keys in what callers give, in AWS's words where they are not right. */
public final class ItemKeys {
  private static final int MAX_HASH = 2048;
  private static final int MAX_RANGE = 1024;

  private ItemKeys() {}

  /**
   * The key that a caller gave to name an item.
   *
   * @throws AwsException if it is not one of the table
   */
  public static ItemKey ofKey(TableDefinition table, Map<String, Value> attributes) {
    int parts = table.range() == null ? 1 : 2;
    Value hash = attributes.get(table.hash().name());
    Value range = table.range() == null ? null : attributes.get(table.range().name());
    boolean matches =
        attributes.size() == parts
            && isOf(table.hash(), hash)
            && (table.range() == null || isOf(table.range(), range));
    if (!matches) {
      throw DynamoErrors.validation("The provided key element does not match the schema");
    }
    return checked(table, hash, range);
  }

  /**
   * The key of an item that a caller gave.
   *
   * @throws AwsException if it has none
   */
  public static ItemKey ofItem(TableDefinition table, Map<String, Value> item) {
    Value hash = part(table.hash(), item);
    Value range = table.range() == null ? null : part(table.range(), item);
    return checked(table, hash, range);
  }

  /** The key of an item that is stored. */
  public static ItemKey ofStored(TableDefinition table, Map<String, Value> item) {
    return new ItemKey(
        table,
        item.get(table.hash().name()),
        table.range() == null ? null : item.get(table.range().name()));
  }

  private static Value part(KeyAttribute attribute, Map<String, Value> item) {
    Value value = item.get(attribute.name());
    if (value == null) {
      throw DynamoErrors.invalidParameter("Missing the key " + attribute.name() + " in the item");
    }
    if (!isOf(attribute, value)) {
      throw DynamoErrors.invalidParameter(
          "Type mismatch for key "
              + attribute.name()
              + " expected: "
              + attribute.type()
              + " actual: "
              + value.type());
    }
    return value;
  }

  private static ItemKey checked(TableDefinition table, Value hash, Value range) {
    KeyValues.requireNotEmpty(table.hash().name(), hash);
    if (range != null) {
      KeyValues.requireNotEmpty(table.range().name(), range);
    }
    checkSizes(KeyValues.size(hash), range == null ? 0 : KeyValues.size(range));
    return new ItemKey(table, hash, range);
  }

  private static void checkSizes(int hash, int range) {
    if (hash > MAX_HASH) {
      throw DynamoErrors.invalidParameter(
          "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }
    if (range > MAX_RANGE) {
      throw DynamoErrors.invalidParameter(
          "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }
  }

  /**
   * Fails if an item has attributes of indexes' keys with values that those cannot have. Attributes
   * that are not there are fine: the item is not in the index then.
   */
  public static void checkIndexKeys(TableDefinition table, Map<String, Value> item) {
    for (IndexDefinition index : table.indexes()) {
      int hash = 0;
      int range = 0;
      for (KeyAttribute attribute : index.hash()) {
        hash += checkIndexKey(table, index, attribute, item.get(attribute.name()));
      }
      for (KeyAttribute attribute : index.range()) {
        range += checkIndexKey(table, index, attribute, item.get(attribute.name()));
      }
      checkSizes(hash, range);
    }
  }

  private static int checkIndexKey(
      TableDefinition table, IndexDefinition index, KeyAttribute attribute, Value value) {
    if (value == null) {
      return 0;
    }
    if (!isOf(attribute, value)) {
      throw DynamoErrors.invalidParameter(
          "Type mismatch for Index Key "
              + attribute.name()
              + " Expected: "
              + attribute.type()
              + " Actual: "
              + value.type()
              + " IndexName: "
              + index.name());
    }
    int size = KeyValues.size(value);
    if (size == 0 && !table.isKey(attribute.name())) {
      throw DynamoErrors.validation(
          "One or more parameter values are not valid. A value specified for a secondary index key"
              + " is not supported. The AttributeValue for a key attribute cannot contain an empty "
              + (value.kind() == Value.Kind.S ? "string" : "binary")
              + " value. IndexName: "
              + index.name()
              + ", IndexKey: "
              + attribute.name());
    }
    return size;
  }

  /** Whether a value is there and of the attribute's type. */
  public static boolean isOf(KeyAttribute attribute, Value value) {
    return value != null && value.type().equals(attribute.type());
  }
}
