package io.nephele.services.dynamodb.items;

import io.nephele.api.dynamodb.BatchWriteItemInput;
import io.nephele.api.dynamodb.BatchWriteItemOutput;
import io.nephele.api.dynamodb.ConsumedCapacity;
import io.nephele.api.dynamodb.ItemCollectionMetrics;
import io.nephele.api.dynamodb.WriteRequest;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** BatchWriteItem. The writes of a batch are made together, which AWS does not promise. */
public final class BatchWrites {
  private static final int MOST_WRITES = 25;

  private final World world;
  private final TableCatalog catalog;
  private final ItemWriter writer;
  private final Throughputs throughputs;

  /** Writes of many items. */
  public BatchWrites(
      World world, TableCatalog catalog, ItemWriter writer, Throughputs throughputs) {
    this.world = world;
    this.catalog = catalog;
    this.writer = writer;
    this.throughputs = throughputs;
  }

  /** What is wanted of one table. */
  private record Part(
      String name, TableAddress address, List<Struct> asked, List<ItemWrite> writes) {}

  /** What came of a batch. */
  private static final class Answer {
    final Map<String, List<Struct>> unprocessed = new LinkedHashMap<>();
    final List<Consumed> consumed = new ArrayList<>();
    final Map<String, List<Struct>> metrics = new LinkedHashMap<>();
    AwsException throttled;
    int written;
  }

  /** Answers BatchWriteItem. */
  public BatchWriteItemOutput write(BatchWriteItemInput in, Call call) {
    List<Part> parts = parts(in, call);
    Answer answer =
        world
            .store()
            .write(
                lock(parts, call),
                transaction -> write(transaction, parts, in.returnItemCollectionMetrics()));
    if (answer.written == 0 && answer.throttled != null) {
      throw answer.throttled;
    }
    List<ConsumedCapacity> capacities = new ArrayList<>();
    for (Consumed consumed : answer.consumed) {
      throughputs.take(consumed, null, call);
      capacities.add(consumed.toApi(in.returnConsumedCapacity(), false));
    }
    BatchWriteItemOutput out =
        new BatchWriteItemOutput()
            .unprocessedItems(answer.unprocessed)
            .itemCollectionMetrics(answer.metrics.isEmpty() ? null : answer.metrics);
    return out.consumedCapacity(Consumed.isAsked(in.returnConsumedCapacity()) ? capacities : null);
  }

  private LockKey lock(List<Part> parts, Call call) {
    List<TableAddress> addresses = new ArrayList<>(parts.size());
    for (Part part : parts) {
      addresses.add(part.address);
    }
    catalog.requireKeys(addresses, call);
    return WriteLocks.of(catalog, addresses);
  }

  private static List<Part> parts(BatchWriteItemInput in, Call call) {
    int count = 0;
    for (List<Struct> asked : in.requestItems().values()) {
      count += asked.size();
      if (asked.isEmpty()) {
        throw DynamoErrors.validation(
            "1 validation error detected: Value '"
                + in.struct().get("RequestItems")
                + "' at 'requestItems' failed to satisfy constraint: Map value must satisfy"
                + " constraint: [Member must have length less than or equal to 25, Member must have"
                + " length greater than or equal to 1]");
      }
    }
    if (count > MOST_WRITES) {
      throw DynamoErrors.validation("Too many items requested for the BatchWriteItem call");
    }
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<String, List<Struct>> entry : in.requestItems().entrySet()) {
      List<ItemWrite> writes = new ArrayList<>();
      for (Struct asked : entry.getValue()) {
        writes.add(write(new WriteRequest(asked)));
      }
      TableAddress address = TableAddress.of(entry.getKey(), call);
      parts.add(new Part(entry.getKey(), address, entry.getValue(), writes));
    }
    return parts;
  }

  private static ItemWrite write(WriteRequest asked) {
    if (asked.putRequest() == null && asked.deleteRequest() == null) {
      throw DynamoErrors.validation(
          "Supplied AttributeValue has an empty request, must contain exactly one of the supported"
              + " request types: PutRequest, DeleteRequest");
    }
    if (asked.putRequest() != null && asked.deleteRequest() != null) {
      throw DynamoErrors.validation(
          "Supplied AttributeValue has more than one request, must contain exactly one of the"
              + " supported request types: PutRequest, DeleteRequest");
    }
    if (asked.deleteRequest() != null) {
      Map<String, Value> key =
          ValueReader.OLDER.readSlot(asked.deleteRequest().struct().get("Key"));
      return new ItemWrite(ItemWrite.Kind.DELETE, key, null, null, false);
    }
    Map<String, Value> item = ValueReader.OLDER.readSlot(asked.putRequest().struct().get("Item"));
    ItemWrites.checkSize(item);
    return new ItemWrite(ItemWrite.Kind.PUT, item, null, null, false);
  }

  private Answer write(Transaction transaction, List<Part> parts, String metricsMode) {
    List<TableDefinition> tables = new ArrayList<>();
    List<List<ItemKey>> keys = new ArrayList<>();
    Set<ItemKey> all = new HashSet<>();
    for (Part part : parts) {
      TableDefinition table = find(transaction, part);
      tables.add(table);
      keys.add(keys(table, part, all));
    }
    Answer answer = new Answer();
    for (int i = 0; i < parts.size(); i++) {
      write(transaction, tables.get(i), parts.get(i), keys.get(i), answer);
      metrics(transaction, tables.get(i), parts.get(i), keys.get(i), metricsMode, answer);
    }
    return answer;
  }

  private TableDefinition find(Reader reader, Part part) {
    TableDefinition table = catalog.find(reader, part.address);
    if (table == null) {
      throw DynamoErrors.resourceNotFound();
    }
    return table;
  }

  private static List<ItemKey> keys(TableDefinition table, Part part, Set<ItemKey> all) {
    List<ItemKey> keys = new ArrayList<>(part.writes.size());
    for (ItemWrite write : part.writes) {
      requireKey(table, write);
      ItemKey key = ItemWriter.key(table, write);
      if (!all.add(key)) {
        throw DynamoErrors.validation("Provided list of item keys contains duplicates");
      }
      keys.add(key);
    }
    return keys;
  }

  /** Items without the right key are told of as wrong keys are. */
  private static void requireKey(TableDefinition table, ItemWrite write) {
    boolean hash = ItemKeys.isOf(table.hash(), write.given().get(table.hash().name()));
    boolean range =
        table.range() == null
            || ItemKeys.isOf(table.range(), write.given().get(table.range().name()));
    if (!hash || !range) {
      throw DynamoErrors.validation("The provided key element does not match the schema");
    }
  }

  private void write(
      Transaction transaction,
      TableDefinition table,
      Part part,
      List<ItemKey> keys,
      Answer answer) {
    Consumed consumed = new Consumed(table, part.name);
    boolean limited = Throughputs.isLimited(table);
    List<Struct> left = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (limited && !admits(table, keys.get(i), consumed, answer)) {
        left.add(part.asked.get(i));
        continue;
      }
      WriteResult result = writer.write(transaction, table, keys.get(i), part.writes.get(i));
      consumed.write(keys.get(i), result.units(), 1);
      answer.written++;
    }
    answer.consumed.add(consumed);
    if (!left.isEmpty()) {
      answer.unprocessed.put(part.name, left);
    }
  }

  private boolean admits(TableDefinition table, ItemKey key, Consumed pending, Answer answer) {
    try {
      throughputs.admitWrite(table, key, new WriteUnits(1, WriteUnits.NO_INDEXES), pending);
      return true;
    } catch (AwsException e) {
      answer.throttled = e;
      return false;
    }
  }

  private static void metrics(
      Reader reader,
      TableDefinition table,
      Part part,
      List<ItemKey> keys,
      String mode,
      Answer answer) {
    List<Struct> metrics = new ArrayList<>();
    Set<Value> told = new HashSet<>();
    for (ItemKey key : keys) {
      ItemCollectionMetrics one =
          told.add(key.hash()) ? ItemCollections.metrics(reader, table, key, mode) : null;
      if (one != null) {
        metrics.add(one.struct());
      }
    }
    if (!metrics.isEmpty()) {
      answer.metrics.put(part.name, metrics);
    }
  }
}
