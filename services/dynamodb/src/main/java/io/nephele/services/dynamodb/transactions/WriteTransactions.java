package io.nephele.services.dynamodb.transactions;

import io.nephele.api.dynamodb.ConditionCheck;
import io.nephele.api.dynamodb.ConsumedCapacity;
import io.nephele.api.dynamodb.Delete;
import io.nephele.api.dynamodb.ItemCollectionMetrics;
import io.nephele.api.dynamodb.Put;
import io.nephele.api.dynamodb.TransactWriteItem;
import io.nephele.api.dynamodb.TransactWriteItemsInput;
import io.nephele.api.dynamodb.TransactWriteItemsOutput;
import io.nephele.api.dynamodb.Update;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.ConflictException;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.ReadUnits;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.expressions.ParsedExpressions;
import io.nephele.services.dynamodb.items.ItemCollections;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.items.ItemWrite;
import io.nephele.services.dynamodb.items.ItemWriter;
import io.nephele.services.dynamodb.items.ItemWrites;
import io.nephele.services.dynamodb.items.WriteLocks;
import io.nephele.services.dynamodb.items.WriteResult;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Sizes;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** TransactWriteItems: all of it or nothing. */
public final class WriteTransactions {
  private static final long MOST_BYTES = 4L * 1024 * 1024;
  private static final int TIMES = 2;

  private final World world;
  private final TableCatalog catalog;
  private final ItemStore items;
  private final ItemWriter writer;
  private final Throughputs throughputs;
  private final ItemWrites writes;

  /** Transactions on that catalog's tables. */
  public WriteTransactions(
      World world,
      TableCatalog catalog,
      ItemStore items,
      ItemWriter writer,
      Throughputs throughputs,
      ParsedExpressions parsed) {
    this.writes = new ItemWrites(parsed);
    this.world = world;
    this.catalog = catalog;
    this.items = items;
    this.writer = writer;
    this.throughputs = throughputs;
  }

  /**
   * A part of a transaction.
   *
   * @param name the table as the request names it
   */
  public record Part(String name, TableAddress address, ItemWrite write) {}

  /** What came of a transaction. */
  public record Outcome(List<Consumed> consumed, Map<String, List<Struct>> metrics) {}

  /** Answers TransactWriteItems. */
  public TransactWriteItemsOutput write(TransactWriteItemsInput in, Call call) {
    List<Part> parts = parts(in, call);
    long fingerprint = in.clientRequestToken() == null ? 0 : fingerprint(in);
    Outcome outcome =
        write(parts, in.clientRequestToken(), fingerprint, in.returnItemCollectionMetrics(), call);
    List<ConsumedCapacity> capacities = new ArrayList<>();
    for (Consumed consumed : outcome.consumed) {
      capacities.add(consumed.toApi(in.returnConsumedCapacity(), true));
    }
    return new TransactWriteItemsOutput()
        .consumedCapacity(Consumed.isAsked(in.returnConsumedCapacity()) ? capacities : null)
        .itemCollectionMetrics(outcome.metrics.isEmpty() ? null : outcome.metrics);
  }

  /**
   * Makes a transaction.
   *
   * @param token the caller's token, or null
   * @param fingerprint of what the caller wants, to be compared with what came with the same token
   * @param metricsMode SIZE, NONE or null
   */
  public Outcome write(
      List<Part> parts, String token, long fingerprint, String metricsMode, Call call) {
    try {
      Outcome outcome =
          world
              .store()
              .write(
                  lock(parts, call),
                  transaction -> {
                    long now = world.clock().millis();
                    boolean repeated =
                        token != null
                            && RequestTokens.isRepeated(transaction, call, token, fingerprint, now);
                    return repeated
                        ? repeated(transaction, parts)
                        : write(transaction, parts, metricsMode);
                  });
      for (Consumed consumed : outcome.consumed) {
        throughputs.take(consumed, null, call);
      }
      return outcome;
    } catch (ConflictException e) {
      throw Cancellation.conflict(parts.size());
    }
  }

  /** Transactions on a table with a stream take turns, since the stream's records are numbered. */
  private LockKey lock(List<Part> parts, Call call) {
    Set<TableAddress> addresses = new LinkedHashSet<>();
    for (Part part : parts) {
      addresses.add(part.address);
    }
    catalog.requireKeys(addresses, call);
    return WriteLocks.of(catalog, addresses);
  }

  private static long fingerprint(TransactWriteItemsInput in) {
    long fingerprint = 1;
    for (TransactWriteItem item : in.transactItems()) {
      fingerprint = fingerprint * 0x9E3779B97F4A7C15L + item.struct().hashCode();
    }
    return fingerprint;
  }

  private List<Part> parts(TransactWriteItemsInput in, Call call) {
    List<Part> parts = new ArrayList<>(in.transactItems().size());
    for (TransactWriteItem item : in.transactItems()) {
      int given =
          (item.conditionCheck() == null ? 0 : 1)
              + (item.put() == null ? 0 : 1)
              + (item.delete() == null ? 0 : 1)
              + (item.update() == null ? 0 : 1);
      if (given == 0) {
        throw DynamoErrors.validation(
            "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
      }
      if (given > 1) {
        throw DynamoErrors.validation(
            "TransactItems can only contain one of Check, Put, Update or Delete");
      }
      parts.add(part(item, call));
    }
    return parts;
  }

  private Part part(TransactWriteItem item, Call call) {
    if (item.put() != null) {
      Put put = item.put();
      return part(
          put.tableName(),
          writes.of(
              ItemWrite.Kind.PUT,
              put.struct().get("Item"),
              null,
              put.conditionExpression(),
              put.expressionAttributeNames(),
              put.expressionAttributeValues(),
              put.returnValuesOnConditionCheckFailure()),
          call);
    }
    if (item.update() != null) {
      Update update = item.update();
      return part(
          update.tableName(),
          writes.of(
              ItemWrite.Kind.UPDATE,
              update.struct().get("Key"),
              update.updateExpression(),
              update.conditionExpression(),
              update.expressionAttributeNames(),
              update.expressionAttributeValues(),
              update.returnValuesOnConditionCheckFailure()),
          call);
    }
    if (item.delete() != null) {
      Delete delete = item.delete();
      return part(
          delete.tableName(),
          writes.of(
              ItemWrite.Kind.DELETE,
              delete.struct().get("Key"),
              null,
              delete.conditionExpression(),
              delete.expressionAttributeNames(),
              delete.expressionAttributeValues(),
              delete.returnValuesOnConditionCheckFailure()),
          call);
    }
    ConditionCheck check = item.conditionCheck();
    return part(
        check.tableName(),
        writes.of(
            ItemWrite.Kind.CHECK,
            check.struct().get("Key"),
            null,
            check.conditionExpression(),
            check.expressionAttributeNames(),
            check.expressionAttributeValues(),
            check.returnValuesOnConditionCheckFailure()),
        call);
  }

  private static Part part(String name, ItemWrite write, Call call) {
    return new Part(name, TableAddress.of(name, call), write);
  }

  private Outcome write(Transaction transaction, List<Part> parts, String metricsMode) {
    Map<TableAddress, Consumed> consumed = tables(transaction, parts);
    List<ItemKey> keys = keys(parts, consumed);
    Cancellation cancellation = new Cancellation();
    long bytes = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      bytes += write(transaction, part, keys.get(i), consumed.get(part.address), cancellation);
    }
    cancellation.check();
    if (bytes > MOST_BYTES) {
      throw DynamoErrors.validation(
          "The aggregate size of the items in the transaction exceeds 4 MB");
    }
    Map<String, List<Struct>> metrics = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      ItemCollectionMetrics one =
          ItemCollections.metrics(
              transaction, consumed.get(part.address).table(), keys.get(i), metricsMode);
      if (one != null) {
        metrics.computeIfAbsent(part.name, name -> new ArrayList<>()).add(one.struct());
      }
    }
    return new Outcome(List.copyOf(consumed.values()), metrics);
  }

  private Map<TableAddress, Consumed> tables(Transaction transaction, List<Part> parts) {
    Map<TableAddress, Consumed> tables = new LinkedHashMap<>();
    for (Part part : parts) {
      if (!tables.containsKey(part.address)) {
        TableDefinition table = catalog.forTransaction(transaction, part.address);
        tables.put(part.address, new Consumed(table, part.name));
      }
    }
    return tables;
  }

  /** The keys of all parts; the transaction is cancelled where one cannot be. */
  private static List<ItemKey> keys(List<Part> parts, Map<TableAddress, Consumed> tables) {
    Cancellation cancellation = new Cancellation();
    List<ItemKey> keys = new ArrayList<>(parts.size());
    Set<ItemKey> all = new HashSet<>();
    for (Part part : parts) {
      try {
        keys.add(ItemWriter.key(tables.get(part.address).table(), part.write));
        cancellation.none();
      } catch (AwsException e) {
        cancellation.failed(e);
      }
    }
    for (ItemKey key : keys) {
      if (!all.add(key)) {
        throw DynamoErrors.validation(
            "Transaction request cannot include multiple operations on one item");
      }
    }
    cancellation.check();
    return keys;
  }

  /** Writes a part; returns the size of the item. */
  private long write(
      Transaction transaction,
      Part part,
      ItemKey key,
      Consumed consumed,
      Cancellation cancellation) {
    TableDefinition table = consumed.table();
    try {
      WriteResult result = writer.write(transaction, table, key, part.write);
      if (!result.done() && part.write.kind() == ItemWrite.Kind.INSERT) {
        cancellation.duplicate();
        return 0;
      }
      if (!result.done()) {
        cancellation.conditionFailed(part.write.showsItem() ? result.before() : null);
        return 0;
      }
      if (Throughputs.isLimited(table)) {
        throughputs.admitWrite(table, key, result.units(), consumed);
      }
      consumed.write(key, result.units(), TIMES);
      cancellation.none();
      Map<String, Value> item = result.after() == null ? result.before() : result.after();
      return item == null ? 0 : Sizes.item(item);
    } catch (AwsException e) {
      cancellation.failed(e);
      return 0;
    }
  }

  /** A repeated transaction reads its items only. */
  private Outcome repeated(Transaction transaction, List<Part> parts) {
    Map<TableAddress, Consumed> consumed = tables(transaction, parts);
    List<ItemKey> keys = keys(parts, consumed);
    for (int i = 0; i < parts.size(); i++) {
      byte[] stored = items.get(transaction, keys.get(i));
      int size = stored == null ? 0 : ItemCodec.size(stored);
      consumed.get(parts.get(i).address).read(keys.get(i), ReadUnits.inTransaction(size));
    }
    return new Outcome(List.copyOf(consumed.values()), Map.of());
  }
}
