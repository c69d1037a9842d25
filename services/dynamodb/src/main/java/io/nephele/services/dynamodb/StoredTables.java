package io.nephele.services.dynamodb;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.worlds.TableDescription;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How the rows of DynamoDB are told to people who compare worlds. */
final class StoredTables {
  private final TableCatalog catalog;

  StoredTables(TableCatalog catalog) {
    this.catalog = catalog;
  }

  /** How the rows of that table are told. */
  TableDescription of(String table) {
    return switch (table) {
      case "dynamodb.tables" -> TableDescription.UNKNOWN.key("name");
      case "dynamodb.items" ->
          TableDescription.of(ItemCodec.INSTANCE, StoredTables::item)
              .key("table", "hash", "partitionKey", "sortKey")
              .belongingTo(this::tableArns);
      case "dynamodb.backupItems" ->
          TableDescription.of(ItemCodec.INSTANCE, StoredTables::item)
              .key("table", "backup", "hash", "partitionKey", "sortKey");
      // They say in another form what items say, or what no API call shows.
      case "dynamodb.indexes",
          "dynamodb.expiries",
          "dynamodb.collections",
          "dynamodb.history",
          "dynamodb.streamTails",
          "dynamodb.streamRecords",
          "dynamodb.kinesisRecords",
          "dynamodb.requestTokens",
          "dynamodb.requestTokenExpiries",
          "dynamodb.numbers" ->
          TableDescription.UNKNOWN.asInternal();
      default -> TableDescription.UNKNOWN;
    };
  }

  /** Finds the ARN of a table by its account, region and number, with which keys begin. */
  private Function<Key, String> tableArns(Reader reader) {
    Map<Key, String> known = new HashMap<>();
    return key -> {
      KeyReader parts = key.reader();
      String account = parts.nextText();
      String region = parts.nextText();
      Key place = Key.of(account).with(region);
      if (!known.containsKey(place)) {
        known.put(place, null);
        for (TableDefinition table : catalog.list(reader, account, region, null)) {
          known.put(table.items(), table.arn());
        }
      }
      return known.get(place.with(parts.nextLong()));
    };
  }

  private static Object item(Map<String, Value> item) {
    Map<String, Object> tree = new LinkedHashMap<>();
    item.forEach((name, value) -> tree.put(name, value(value)));
    return tree;
  }

  private static Object value(Value value) {
    return switch (value) {
      case Value.S text -> text.value();
      case Value.N number -> number.text();
      case Value.B bytes -> base64(bytes.value());
      case Value.BOOL bool -> bool.value();
      case Value.NULL nothing -> null;
      case Value.SS set -> set.values();
      case Value.NS set -> {
        List<Object> numbers = new ArrayList<>();
        set.values().forEach(number -> numbers.add(number.text()));
        yield numbers;
      }
      case Value.BS set -> {
        List<Object> runs = new ArrayList<>();
        set.values().forEach(run -> runs.add(base64(run)));
        yield runs;
      }
      case Value.L list -> {
        List<Object> values = new ArrayList<>();
        list.values().forEach(each -> values.add(value(each)));
        yield values;
      }
      case Value.M map -> item(map.values());
    };
  }

  private static String base64(io.nephele.model.Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }
}
