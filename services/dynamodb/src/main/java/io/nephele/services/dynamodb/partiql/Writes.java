package io.nephele.services.dynamodb.partiql;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.expressions.Condition;
import io.nephele.services.dynamodb.expressions.DocumentPath;
import io.nephele.services.dynamodb.expressions.ItemTest;
import io.nephele.services.dynamodb.expressions.Update;
import io.nephele.services.dynamodb.items.ItemWrite;
import io.nephele.services.dynamodb.items.ItemWrites;
import io.nephele.services.dynamodb.items.WriteResult;
import io.nephele.services.dynamodb.tables.KeyAttribute;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes writes of items of statements. */
final class Writes {
  private Writes() {}

  /**
   * The write that a statement is on its table.
   *
   * @param showsItem whether a caller whose condition fails is shown the item
   * @throws AwsException in AWS's words if it is none
   */
  static ItemWrite of(TableDefinition table, Prepared prepared, boolean showsItem) {
    return switch (prepared.statement()) {
      case Statement.Insert insert -> insert(table, prepared.item(), showsItem);
      case Statement.Update update -> update(table, prepared, showsItem);
      case Statement.Delete delete -> delete(table, prepared, showsItem);
      case Statement.Exists exists -> check(table, prepared, showsItem);
      case Statement.Select select -> throw new IllegalArgumentException("SELECT is no write");
    };
  }

  private static ItemWrite insert(
      TableDefinition table, Map<String, Value> item, boolean showsItem) {
    requireKey(table.hash(), item);
    if (table.range() != null) {
      requireKey(table.range(), item);
    }
    ItemWrites.checkSize(item);
    return new ItemWrite(ItemWrite.Kind.INSERT, item, null, null, showsItem);
  }

  private static void requireKey(KeyAttribute attribute, Map<String, Value> item) {
    Value value = item.get(attribute.name());
    if (value == null) {
      throw Validation.error(
          "Key attribute should be present in the item: Key " + attribute.name());
    }
    if (!value.type().equals(attribute.type())) {
      throw Validation.error(
          "Key attribute's data type should match its data type in table's schema: Key "
              + attribute.name());
    }
  }

  private static ItemWrite update(TableDefinition table, Prepared prepared, boolean showsItem) {
    Map<String, Value> key = key(table, prepared.where());
    List<ItemTest> tests = new ArrayList<>();
    tests.add(new ItemTest.Exists(DocumentPath.of(table.hash().name())));
    tests.addAll(prepared.where().without(names(table)));
    Condition condition = prepared.where().condition(new ItemTest.All(tests));
    return new ItemWrite(ItemWrite.Kind.UPDATE, key, condition, prepared.update(), showsItem);
  }

  private static ItemWrite delete(TableDefinition table, Prepared prepared, boolean showsItem) {
    Map<String, Value> key = key(table, prepared.where());
    List<ItemTest> tests = prepared.where().without(names(table));
    Condition condition = null;
    if (!tests.isEmpty()) {
      // There is nothing to do if the item is not there, whatever the condition says.
      ItemTest gone = new ItemTest.NotExists(DocumentPath.of(table.hash().name()));
      condition =
          prepared.where().condition(new ItemTest.Any(List.of(gone, new ItemTest.All(tests))));
    }
    return new ItemWrite(ItemWrite.Kind.DELETE, key, condition, null, showsItem);
  }

  private static ItemWrite check(TableDefinition table, Prepared prepared, boolean showsItem) {
    Map<String, Value> key = key(table, prepared.where());
    List<ItemTest> rest = prepared.where().without(names(table));
    if (rest.isEmpty()) {
      throw Validation.error("EXISTS() must contain a single item read with additional condition");
    }
    List<ItemTest> tests = new ArrayList<>();
    tests.add(new ItemTest.Exists(DocumentPath.of(table.hash().name())));
    tests.addAll(rest);
    Condition condition = prepared.where().condition(new ItemTest.All(tests));
    return new ItemWrite(ItemWrite.Kind.CHECK, key, condition, null, showsItem);
  }

  /**
   * The key of the one item that a WHERE clause is about.
   *
   * @throws AwsException in AWS's words if it is not about one
   */
  static Map<String, Value> key(TableDefinition table, Where where) {
    Map<String, Value> key = LinkedHashMap.newLinkedHashMap(2);
    key.put(table.hash().name(), where.keyValue(table.hash().name(), true));
    if (table.range() != null) {
      key.put(table.range().name(), where.keyValue(table.range().name(), false));
    }
    return key;
  }

  /** The names of the attributes of a table's key. */
  static List<String> names(TableDefinition table) {
    return table.range() == null
        ? List.of(table.hash().name())
        : List.of(table.hash().name(), table.range().name());
  }

  /** What a write answers; null for nothing. */
  static Map<String, Value> returned(Prepared prepared, WriteResult result) {
    Statement.Returning returning = prepared.returning();
    if (returning == null) {
      return null;
    }
    Map<String, Value> item = returning.before() ? result.before() : result.after();
    Update update = prepared.update();
    if (item != null && !returning.all() && update != null) {
      item = update.touched(item);
    }
    return item == null || item.isEmpty() ? null : item;
  }
}
