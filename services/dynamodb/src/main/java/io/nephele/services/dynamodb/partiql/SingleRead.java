package io.nephele.services.dynamodb.partiql;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A SELECT of one item by its key, as batches and transactions have it.
 *
 * @param key which item
 * @param paths what is wanted of it, or null for all
 */
record SingleRead(ItemKey key, SelectedPaths paths) {

  /**
   * The read that a SELECT is.
   *
   * @param place what the error calls the operation
   * @throws AwsException in AWS's words if it is not of one item
   */
  static SingleRead of(TableDefinition table, Prepared prepared, String place) {
    Statement.Select select = (Statement.Select) prepared.statement();
    Where where = prepared.where();
    IndexDefinition index = select.index() == null ? null : table.index(select.index());
    if (index != null) {
      Selecting.requireSingleKeys(index);
    }
    Map<String, Value> key = new HashMap<>();
    List<String> names = Writes.names(table);
    for (String attribute : names) {
      Value value = where.equality(attribute);
      if (value == null || select.index() != null || where.tests().size() != names.size()) {
        throw Validation.error(
            "Select statements within "
                + place
                + " must specify the primary key in the where clause.");
      }
      key.put(attribute, value);
    }
    return new SingleRead(
        ItemKeys.ofKey(table, key),
        select.paths() == null ? null : new SelectedPaths(select.paths()));
  }

  /** What is wanted of a stored item; null if there is none. */
  Map<String, Value> of(byte[] stored) {
    if (stored == null) {
      return null;
    }
    Map<String, Value> item = ItemCodec.INSTANCE.decode(stored);
    return paths == null ? item : paths.of(item);
  }
}
