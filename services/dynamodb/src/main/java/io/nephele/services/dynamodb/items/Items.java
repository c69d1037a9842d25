package io.nephele.services.dynamodb.items;

import io.nephele.api.dynamodb.ConditionalCheckFailedException;
import io.nephele.api.dynamodb.ConsumedCapacity;
import io.nephele.api.dynamodb.DeleteItemInput;
import io.nephele.api.dynamodb.DeleteItemOutput;
import io.nephele.api.dynamodb.DuplicateItemException;
import io.nephele.api.dynamodb.ItemCollectionMetrics;
import io.nephele.api.dynamodb.PutItemInput;
import io.nephele.api.dynamodb.PutItemOutput;
import io.nephele.api.dynamodb.UpdateItemInput;
import io.nephele.api.dynamodb.UpdateItemOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.expressions.ParsedExpressions;
import io.nephele.services.dynamodb.expressions.Update;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.Map;

/** PutItem, UpdateItem and DeleteItem. */
public final class Items {
  private final World world;
  private final TableCatalog catalog;
  private final ItemWriter writer;
  private final Throughputs throughputs;
  private final ItemWrites writes;

  /** Writes of single items. */
  public Items(
      World world,
      TableCatalog catalog,
      ItemWriter writer,
      Throughputs throughputs,
      ParsedExpressions parsed) {
    this.writes = new ItemWrites(parsed);
    this.world = world;
    this.catalog = catalog;
    this.writer = writer;
    this.throughputs = throughputs;
  }

  /** What a write answers. */
  public record Answer(
      WriteResult result, ConsumedCapacity consumed, ItemCollectionMetrics metrics) {}

  /** What was written, and what it took of the item's table. */
  private record Written(Answer answer, Consumed taken, ItemKey key) {}

  /** Answers PutItem. */
  public PutItemOutput put(PutItemInput in, Call call) {
    ItemWrite write = writes.of(in);
    Answer answer =
        write(
            in.tableName(),
            call,
            write,
            in.returnConsumedCapacity(),
            in.returnItemCollectionMetrics());
    PutItemOutput out =
        new PutItemOutput().consumedCapacity(answer.consumed).itemCollectionMetrics(answer.metrics);
    setAttributes(out.struct(), allOld(in.returnValues(), answer.result));
    return out;
  }

  /** Answers DeleteItem. */
  public DeleteItemOutput delete(DeleteItemInput in, Call call) {
    ItemWrite write = writes.of(in);
    Answer answer =
        write(
            in.tableName(),
            call,
            write,
            in.returnConsumedCapacity(),
            in.returnItemCollectionMetrics());
    DeleteItemOutput out =
        new DeleteItemOutput()
            .consumedCapacity(answer.consumed)
            .itemCollectionMetrics(answer.metrics);
    setAttributes(out.struct(), allOld(in.returnValues(), answer.result));
    return out;
  }

  /** Answers UpdateItem. */
  public UpdateItemOutput update(UpdateItemInput in, Call call) {
    ItemWrites.UpdateWrite asked = writes.of(in);
    Answer answer =
        write(
            in.tableName(),
            call,
            asked.write(),
            in.returnConsumedCapacity(),
            in.returnItemCollectionMetrics());
    UpdateItemOutput out =
        new UpdateItemOutput()
            .consumedCapacity(answer.consumed)
            .itemCollectionMetrics(answer.metrics);
    setAttributes(out.struct(), returned(in.returnValues(), answer.result, asked.update()));
    return out;
  }

  private static Map<String, Value> allOld(String returnValues, WriteResult result) {
    return "ALL_OLD".equals(returnValues) ? result.before() : null;
  }

  private static Map<String, Value> returned(
      String returnValues, WriteResult result, Update update) {
    if (returnValues == null) {
      return null;
    }
    return switch (returnValues) {
      case "ALL_OLD" -> result.before();
      case "ALL_NEW" -> result.after();
      case "UPDATED_OLD" ->
          update == null || result.before() == null ? null : touched(update, result.before());
      case "UPDATED_NEW" ->
          update == null || result.after() == null ? null : touched(update, result.after());
      default -> null;
    };
  }

  private static Map<String, Value> touched(Update update, Map<String, Value> item) {
    Map<String, Value> touched = update.touched(item);
    return touched.isEmpty() ? null : touched;
  }

  private static void setAttributes(Struct out, Map<String, Value> attributes) {
    if (attributes != null) {
      out.set("Attributes", AttributeValues.DYNAMODB.structs(attributes));
    }
  }

  /**
   * Makes a write.
   *
   * @param tableName the name of the table, or its ARN
   * @param capacityMode TOTAL, INDEXES, NONE or null
   * @param metricsMode SIZE, NONE or null
   * @throws AwsException if it cannot be made; {@link ConditionalCheckFailedException} if its
   *     condition does not hold
   */
  public Answer write(
      String tableName, Call call, ItemWrite write, String capacityMode, String metricsMode) {
    TableDefinition found = catalog.forItems(tableName, call);
    ItemKey key = ItemWriter.key(found, write);
    Written written =
        world
            .store()
            .write(
                WriteLocks.of(found, key),
                transaction ->
                    write(transaction, found, key, tableName, write, capacityMode, metricsMode));
    throughputs.take(written.taken, written.key, call);
    return written.answer;
  }

  private Written write(
      Transaction transaction,
      TableDefinition found,
      ItemKey foundKey,
      String tableName,
      ItemWrite write,
      String capacityMode,
      String metricsMode) {
    TableDefinition table = catalog.current(transaction, found);
    ItemKey key = table == found ? foundKey : ItemWriter.key(table, write);
    WriteResult result = writer.write(transaction, table, key, write);
    if (!result.done()) {
      throw conditionFailed(write, result);
    }
    Consumed consumed = new Consumed(table, tableName);
    consumed.write(key, result.units(), 1);
    if (Throughputs.isLimited(table)) {
      throughputs.admitWrite(table, key, result.units(), null);
    }
    Answer answer =
        new Answer(
            result,
            consumed.toApi(capacityMode, false),
            ItemCollections.metrics(transaction, table, key, metricsMode));
    return new Written(answer, consumed, key);
  }

  private static AwsException conditionFailed(ItemWrite write, WriteResult result) {
    if (write.kind() == ItemWrite.Kind.INSERT) {
      return new DuplicateItemException("Duplicate primary key exists in table");
    }
    ConditionalCheckFailedException failed =
        new ConditionalCheckFailedException("The conditional request failed");
    if (write.showsItem() && result.before() != null) {
      failed.item(AttributeValues.views(result.before()));
    }
    return failed;
  }
}
