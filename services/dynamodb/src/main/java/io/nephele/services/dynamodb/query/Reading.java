package io.nephele.services.dynamodb.query;

import io.nephele.api.dynamodb.ConsumedCapacity;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.ReadUnits;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A selection and the page that was read of it.
 *
 * @param partition the values of the partition key that was read; null of a scan
 */
public record Reading(Selection selection, Page page, List<Value> partition) {
  /**
   * The index that a request names, or null if it names none.
   *
   * @throws AwsException if it cannot be read, or not so
   */
  public static IndexDefinition index(TableDefinition table, String name, Boolean consistent) {
    if (name == null) {
      return null;
    }
    IndexDefinition index = table.index(name);
    if (index == null) {
      throw DynamoErrors.noSuchIndex(name);
    }
    if (index.isGlobal() && Boolean.TRUE.equals(consistent)) {
      throw DynamoErrors.validation(
          "Consistent reads are not supported on global secondary indexes");
    }
    if (index.row().backfilling()) {
      throw DynamoErrors.validation("Cannot read from backfilling global secondary index: " + name);
    }
    return index;
  }

  /** Takes what the reading consumes, and says it if the caller asked. */
  public ConsumedCapacity consumed(
      String tableName, boolean consistent, String mode, Throughputs throughputs, Call call) {
    Consumed consumed = new Consumed(selection.table(), tableName);
    double units = ReadUnits.of(page.bytes(), consistent);
    if (selection.index() == null) {
      consumed.read(units);
    } else {
      consumed.read(selection.index(), units);
      consumed.read(consistent ? page.fetchedUnits() : page.fetchedUnits() / 2);
    }
    if (partition != null) {
      consumed.forPartition(selection.index(), partition, units);
    }
    throughputs.take(consumed, null, call);
    throughputs.metrics().returned(selection.table(), call, page.count());
    return consumed.toApi(mode, false);
  }

  /** Sets the items and the last key of an answer. */
  void setItems(Struct out, boolean countOnly) {
    if (!countOnly) {
      List<Map<String, Struct>> items = new ArrayList<>(page.items().size());
      for (Map<String, Value> item : page.items()) {
        items.add(AttributeValues.DYNAMODB.structs(item));
      }
      out.set("Items", items);
    }
    if (page.last() != null) {
      out.set("LastEvaluatedKey", AttributeValues.DYNAMODB.structs(page.last()));
    }
  }
}
